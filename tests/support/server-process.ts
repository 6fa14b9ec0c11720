import { fork } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { nodeFlags } from '@muster/server/node-flags.ts'
import { bareEnvironment } from './bare-environment.ts'
import { createTestDatabase } from './database.ts'
import { makeScratchDirectory } from './scratch-directory.ts'

export interface TestServerProcess {
  readonly url: string
  /** Its data directory, with the operator token in it. */
  readonly directory: string
  readonly operatorToken: string
  /** What it wrote: its log. */
  output(): string
  stop(): Promise<void>
}

const serverMain = fileURLToPath(import.meta.resolve('@muster/server/main.ts'))

/** The real server as a process of its own, on a free port and a database of its own. */
export async function startServerProcess(environment: NodeJS.ProcessEnv = {}): Promise<TestServerProcess> {
  const database = await createTestDatabase()
  const directory = await makeScratchDirectory()
  const child = fork(serverMain, [], {
    execArgv: [...nodeFlags],
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    env: {
      ...bareEnvironment,
      DATABASE_URL: database.url,
      MUSTER_DATA_DIR: directory.path,
      MUSTER_PORT: '0',
      ...environment,
    },
  })
  let output = ''
  for (const stream of [child.stdout!, child.stderr!]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text
    })
  }
  const stop = async () => {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill('SIGTERM')
      await once(child, 'exit')
    }
    await database.drop()
    await directory.remove()
  }
  const ended = once(child, 'exit').then(() => {
    throw new Error(`the server ended: ${output.slice(-2000)}`)
  })
  ended.catch(() => undefined)
  try {
    const [{ url, operatorTokenFile }] = (await Promise.race([once(child, 'message'), ended])) as [
      { url: string; operatorTokenFile: string },
    ]
    const operatorToken = readFileSync(operatorTokenFile, 'utf8').trim()
    return { url, directory: directory.path, operatorToken, output: () => output, stop }
  } catch (error) {
    await stop()
    throw error
  }
}
