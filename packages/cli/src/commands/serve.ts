import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Command } from 'commander'
import { exitCodes, Failure } from '../failure.ts'
import { examples } from './shared.ts'

const serverMain = fileURLToPath(new URL('../../../server/src/main.ts', import.meta.url))

// As in the server's node-flags.ts, which says why.
const nodeFlags = ['--max-semi-space-size=8']

interface ServeOptions {
  readonly host?: string
  readonly port?: string
  readonly publicUrl?: string
  readonly dataDir?: string
}

export function addServeCommand(program: Command): void {
  program
    .command('serve')
    .description('run the server until it is told to stop')
    .option('--host <address>', 'address to listen on (MUSTER_HOST, default 127.0.0.1)')
    .option('--port <port>', 'port to listen on (MUSTER_PORT, default 7300)')
    .option('--public-url <url>', 'under which clients and agents reach it (MUSTER_PUBLIC_URL)')
    .option('--data-dir <directory>', 'where it keeps its data (MUSTER_DATA_DIR)')
    .addHelpText(
      'after',
      examples('muster serve', 'muster serve --host 0.0.0.0 --public-url https://muster.example.org') +
        '\nAll other settings are environment variables: docs/settings.md.\n',
    )
    .action(async (options: ServeOptions) => {
      if (!existsSync(serverMain)) {
        throw new Failure(exitCodes.failed, 'The server is not installed beside this program; use a full checkout.')
      }
      process.exitCode = await run(toEnvironment(options))
    })
}

/** A process of its own, which gets the signals that this one gets. */
function run(environment: NodeJS.ProcessEnv): Promise<number> {
  const child = spawn(process.execPath, [...nodeFlags, serverMain], {
    stdio: 'inherit',
    env: { ...process.env, ...environment },
  })
  // The terminal sends Ctrl-C to both: then there is nothing to forward, and this one waits.
  process.on('SIGINT', () => undefined)
  for (const signal of ['SIGTERM', 'SIGHUP'] as const) process.on(signal, () => child.kill(signal))
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('exit', (code, signal) => resolve(code ?? (signal === 'SIGINT' ? exitCodes.interrupted : 1)))
  })
}

function toEnvironment({ host, port, publicUrl, dataDir }: ServeOptions): NodeJS.ProcessEnv {
  return {
    ...(host !== undefined && { MUSTER_HOST: host }),
    ...(port !== undefined && { MUSTER_PORT: port }),
    ...(publicUrl !== undefined && { MUSTER_PUBLIC_URL: publicUrl }),
    ...(dataDir !== undefined && { MUSTER_DATA_DIR: dataDir }),
  }
}
