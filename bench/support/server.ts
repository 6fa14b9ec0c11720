import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { openSync } from 'node:fs'
import { mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { startEmbeddedPostgres } from '@muster/server/db/embedded-postgres/start.ts'
import { nodeFlags } from '@muster/server/node-flags.ts'
import pg from 'pg'
import { makeScratchDirectory } from '../../tests/support/scratch-directory.ts'
import { pin } from './pin.ts'
import { readSettledMemory } from './process-memory.ts'

export interface BenchServer {
  readonly url: string
  readonly pid: number
  readonly operatorToken: string
  /** A connection of the benchmark's own to the same PostgreSQL. */
  readonly pool: pg.Pool
  readonly databaseUrl: string
  /** Largest resident memory so far, in MiB; undefined where the system does not tell. */
  peakMemory(): Promise<number | undefined>
  /** Memory of its own in KiB, after its garbage was collected; undefined where the system does not tell. */
  settledMemory(): Promise<number | undefined>
  close(): Promise<void>
}

/**
 * A real server process on a PostgreSQL of its own with the settings of production. Where there are two cores and
 * `taskset`, the server has the first and the load the other; the database runs where there is room.
 */
export async function startBenchServer(): Promise<BenchServer> {
  const directory = await makeScratchDirectory()
  const database = await startEmbeddedPostgres({ directory: join(directory.path, 'postgresql') })
  const data = join(directory.path, 'server')
  await mkdir(data)
  const log = openSync(join(directory.path, 'server.log'), 'a')
  const child = fork(fileURLToPath(import.meta.resolve('@muster/server/main.ts')), [], {
    env: {
      PATH: process.env.PATH,
      DATABASE_URL: database.url,
      MUSTER_DATA_DIR: data,
      MUSTER_PORT: '0',
      MUSTER_RATE_LIMIT: '1000000',
      MUSTER_RATE_LIMIT_STORE: 'memory',
      MUSTER_LOG_LEVEL: 'warn',
    },
    execArgv: [...nodeFlags, '--inspect-port=0'],
    stdio: ['ignore', log, log, 'ipc'],
  })
  // Also where the benchmark fails in between.
  process.once('exit', () => child.kill('SIGKILL'))
  const message = await firstMessage(child, join(directory.path, 'server.log'))
  pin(child.pid!, 0)
  pin(process.pid, 1)
  const pool = new pg.Pool({ connectionString: database.url, max: 4 })
  return {
    url: message.url,
    pid: child.pid!,
    operatorToken: (await readFile(message.operatorTokenFile, 'utf8')).trim(),
    pool,
    databaseUrl: database.url,
    peakMemory: () => readPeakMemory(child.pid!),
    settledMemory: () => readSettledMemory(child.pid!, () => readFile(join(directory.path, 'server.log'), 'utf8')),
    async close() {
      await pool.end()
      child.kill('SIGTERM')
      if (child.exitCode === null) await once(child, 'exit')
      await database.stop()
      await directory.remove()
    },
  }
}

async function firstMessage(child: ChildProcess, logFile: string) {
  const ended = once(child, 'exit').then(async () => {
    throw new Error(`the server did not start:\n${(await readFile(logFile, 'utf8')).slice(-2000)}`)
  })
  ended.catch(() => undefined)
  const [message] = await Promise.race([once(child, 'message'), ended])
  return message as { url: string; operatorTokenFile: string }
}

async function readPeakMemory(pid: number): Promise<number | undefined> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '')
  const kibibytes = /VmHWM:\s+(\d+) kB/.exec(status)?.[1]
  return kibibytes === undefined ? undefined : Number(kibibytes) / 1024
}
