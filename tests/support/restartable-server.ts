import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { fileURLToPath } from 'node:url'
import { bareEnvironment } from './bare-environment.ts'
import { createTestDatabase } from './database.ts'
import { makeScratchDirectory } from './scratch-directory.ts'

/** The real server as a process that may be killed, stopped and started again: same address, directory and database. */
export interface RestartableServer {
  readonly url: string
  readonly directory: string
  readonly operatorToken: string
  /** Undefined on the embedded database, which nobody else reaches. */
  readonly databaseUrl: string | undefined
  readonly pid: number
  /** What all its runs wrote to standard output and standard error. */
  output(): string
  /** Answers with the exit code once it is gone; null where the signal ended it. */
  kill(signal: NodeJS.Signals): Promise<number | null>
  start(): Promise<void>
  close(): Promise<void>
}

const serverMain = fileURLToPath(import.meta.resolve('@muster/server/main.ts'))

export async function startRestartableServer(
  options: { database?: 'own' | 'embedded'; environment?: NodeJS.ProcessEnv } = {},
): Promise<RestartableServer> {
  const database = options.database === 'embedded' ? undefined : await createTestDatabase()
  const directory = await makeScratchDirectory()
  const environment = {
    ...bareEnvironment,
    ...(database && { DATABASE_URL: database.url }),
    MUSTER_DATA_DIR: directory.path,
    // Known before the first start, so that those who were told of it find the next one there too.
    MUSTER_PORT: String(await findFreePort()),
    MUSTER_RATE_LIMIT: '1000000',
    ...options.environment,
  }
  let output = ''
  let child: ChildProcess
  let started: { url: string; operatorTokenFile: string }

  async function start(): Promise<void> {
    child = fork(serverMain, [], { stdio: ['ignore', 'pipe', 'pipe', 'ipc'], env: environment })
    for (const stream of [child.stdout!, child.stderr!]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        output += text
      })
    }
    const ended = once(child, 'close').then(() => {
      throw new Error(`The server ended:\n${output.slice(-2000)}`)
    })
    ended.catch(() => undefined)
    ;[started] = (await Promise.race([once(child, 'message'), ended])) as [typeof started]
  }

  async function kill(signal: NodeJS.Signals): Promise<number | null> {
    if (child.exitCode === null && child.signalCode === null) {
      const gone = once(child, 'close')
      child.kill(signal)
      await gone
    }
    return child.exitCode
  }

  async function close(): Promise<void> {
    await kill('SIGTERM')
    await database?.drop()
    await directory.remove()
  }

  try {
    await start()
  } catch (error) {
    await close()
    throw error
  }
  return {
    get url() {
      return started.url
    },
    directory: directory.path,
    get operatorToken() {
      return readFileSync(started.operatorTokenFile, 'utf8').trim()
    },
    databaseUrl: database?.url,
    get pid() {
      return child.pid!
    },
    output: () => output,
    kill,
    start,
    close,
  }
}

function findFreePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number }
      probe.close(() => resolve(port))
    })
  })
}
