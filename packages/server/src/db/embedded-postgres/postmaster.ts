import { type ChildProcess, spawn } from 'node:child_process'
import { open } from 'node:fs/promises'
import { setTimeout as delay } from 'node:timers/promises'
import pg from 'pg'
import { superuser } from './cluster.ts'
import { deathSignalPrefix, watchFromOutside } from './death-signal.ts'
import type { Identity } from './identity.ts'
import { boundLogFile, readLogTail } from './log-file.ts'
import { type Programs, programEnvironment } from './programs.ts'
import { type Settings, toArguments } from './settings.ts'

/** A running server: its process, how it ended (once it has), and its graceful stop. */
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
  const logStart = (await logFile.stat()).size
  const child = spawnPostgres(options, logFile.fd)
  // At once: one that ends during the next await would never be known to have ended.
  const ended = watchEnd(child)
  await logFile.close()
  if (child.pid && deathSignalPrefix().length === 0) {
    const watcher = watchFromOutside(child.pid, options.identity)
    void ended.then(() => watcher.kill('SIGKILL'))
  }
  try {
    await waitUntilReady(options.socketDirectory, ended)
  } catch (error) {
    child.kill('SIGQUIT')
    const how = await ended
    const tail = await readLogTail(options.logPath, logStart)
    throw new Error(`PostgreSQL did not start (${how}); the end of ${options.logPath}:\n${tail}`, { cause: error })
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
  const command = [...deathSignalPrefix(), options.programs.postgres, ...args]
  return spawn(command[0]!, command.slice(1), {
    ...options.identity,
    cwd: '/',
    env: programEnvironment,
    stdio: ['ignore', logDescriptor, logDescriptor],
    // Ctrl-C on a terminal is for us: we stop the server when its last client is done.
    detached: true,
  })
}

function watchEnd(child: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    child.once('error', (error) => resolve(error.message))
    child.once('exit', (code, signal) => resolve(signal ?? `exit code ${code}`))
  })
}

async function waitUntilReady(socketDirectory: string, ended: Promise<unknown>): Promise<void> {
  let running = true
  void ended.then(() => {
    running = false
  })
  while (running) {
    if (await tryConnecting(socketDirectory)) return
    await delay(20)
  }
  throw new Error('it ended before it took connections')
}

async function tryConnecting(socketDirectory: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: toUrl(socketDirectory, 'postgres') })
  client.on('error', () => undefined)
  try {
    await client.connect()
    return true
  } catch (error) {
    // No socket, nobody behind it, or a server that starts or recovers. What else the server says will not change.
    if (error instanceof pg.DatabaseError && error.code !== '57P03') throw error
    return false
  } finally {
    await client.end().catch(() => undefined)
  }
}

// Fast shutdown: open transactions are rolled back, everything is written. If that hangs, an immediate one: the next
// start recovers.
async function stopPostmaster(child: ChildProcess, ended: Promise<string>): Promise<void> {
  child.kill('SIGINT')
  const patience = setTimeout(() => child.kill('SIGQUIT'), 60_000)
  await ended
  clearTimeout(patience)
}
