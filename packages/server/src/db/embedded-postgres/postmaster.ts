import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { open, stat } from 'node:fs/promises'
import { setTimeout as delay } from 'node:timers/promises'
import pg from 'pg'
import { superuser } from './cluster.ts'
import type { Identity } from './identity.ts'
import { boundLogFile, readLogTail } from './log-file.ts'
import { type Programs, programEnvironment } from './programs.ts'
import { type Settings, toArguments } from './settings.ts'

export type Postmaster = { pid: number; ended: Promise<string>; stop(): Promise<void> }

/** How to launch a server on an existing cluster. */
export type PostmasterOptions = {
  programs: Programs
  dataDirectory: string
  socketDirectory: string
  logPath: string
  settings: Settings
  identity: Identity
}

/** Launches the server and waits until it takes connections, however long a recovery takes. */
export async function launchPostmaster(options: PostmasterOptions): Promise<Postmaster> {
  await boundLogFile(options.logPath)
  const logFile = await open(options.logPath, 'a', 0o600)
  const logStart = (await stat(options.logPath)).size
  const child = spawnPostgres(options, logFile.fd)
  const ended = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(String(error)))
    child.once('exit', (code, signal) => resolve(String(signal ?? code)))
  })
  await logFile.close()
  const watcher = child.pid && !deathSignal() ? watchFromOutside(child.pid, options.identity) : undefined
  ended.then(() => watcher?.kill('SIGKILL'))

  const how = await Promise.race([ended, waitUntilReady(options.socketDirectory, ended)])
  if (how !== 'ready') {
    throw new Error(
      `PostgreSQL did not start (${how}); the end of ${options.logPath}:\n${await readLogTail(options.logPath, logStart)}`,
    )
  }
  return { pid: child.pid!, ended, stop: () => stopPostmaster(child, ended) }
}

/** The address of a database of this server, as libpq and node-postgres read it, whatever PG… variables are set. */
export function toUrl(socketDirectory: string, database: string): string {
  const query = new URLSearchParams({ host: socketDirectory, port: '5432', user: superuser, sslmode: 'disable' })
  return `postgresql:///${database}?${query}`
}

function spawnPostgres(options: PostmasterOptions, logDescriptor: number): ChildProcess {
  const args = toArguments(options.dataDirectory, options.socketDirectory, options.settings)
  const command = [...(deathSignal() ?? []), options.programs.postgres, ...args]
  return spawn(command[0]!, command.slice(1), {
    ...options.identity,
    cwd: '/',
    env: programEnvironment,
    stdio: ['ignore', logDescriptor, logDescriptor],
    // Ctrl-C on a terminal is for us: we stop the server when its last client is done.
    detached: true,
  })
}

// Has the kernel tell the server to stop when we die, by whatever death. It must be the last thing before the
// server's program: a change of user clears it, and `spawn` changes the user before it runs this.
let deathSignalCommand: string[] | undefined | null = null
function deathSignal(): string[] | undefined {
  if (deathSignalCommand === null) {
    const command = ['setpriv', '--pdeathsig', 'INT', '--']
    const trial = spawnSync(command[0]!, [...command.slice(1), 'true'], { stdio: 'ignore' })
    deathSignalCommand = trial.status === 0 ? command : undefined
  }
  return deathSignalCommand
}

// Elsewhere a shell reads from a pipe whose other end only we hold: it ends when we do.
function watchFromOutside(pid: number, identity: Identity): ChildProcess {
  const watcher = spawn('/bin/sh', ['-c', 'read -r line; kill -INT "$1"', 'sh', String(pid)], {
    ...identity,
    cwd: '/',
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  })
  watcher.on('error', () => undefined)
  return watcher
}

async function waitUntilReady(socketDirectory: string, ended: Promise<unknown>): Promise<'ready'> {
  let running = true
  ended.then(() => {
    running = false
  })
  while (running) {
    const client = new pg.Client({ connectionString: toUrl(socketDirectory, 'postgres') })
    client.on('error', () => undefined)
    try {
      await client.connect()
      return 'ready'
    } catch (error) {
      // No socket yet, nobody behind it yet, or a server that is still recovering; all else will not go away.
      const { code } = error as { code?: string }
      if (code !== 'ENOENT' && code !== 'ECONNREFUSED' && code !== '57P03') throw error
      await delay(20)
    } finally {
      await client.end().catch(() => undefined)
    }
  }
  return new Promise(() => undefined)
}

// Fast shutdown: open transactions are rolled back, everything is written. If that hangs, an immediate one: the next
// start recovers.
async function stopPostmaster(child: ChildProcess, ended: Promise<string>): Promise<void> {
  child.kill('SIGINT')
  const patience = setTimeout(() => child.kill('SIGQUIT'), 60_000)
  await ended
  clearTimeout(patience)
}
