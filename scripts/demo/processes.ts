import { type ChildProcess, execFile, fork, spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, openSync } from 'node:fs'
import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { nodeFlags } from '@muster/server/node-flags.ts'

const run = promisify(execFile)
const serverMain = fileURLToPath(import.meta.resolve('@muster/server/main.ts'))
const agentMain = fileURLToPath(import.meta.resolve('@muster/agent/main.ts'))

export interface DemoProcesses {
  readonly directory: string
  startServer(): Promise<{ url: string; operatorToken: string; setUpLink: string; pid: number }>
  startAgent(server: string, enrolmentToken: string): Promise<{ pid: number }>
  /** Agents that live in one process and make up what they find. */
  startSimulatedAgents(server: string, enrolmentToken: string, count: number): void
  /** Waits for the server to end. */
  untilServerEnds(): Promise<void>
  /** Ends what was started, and removes the directory. */
  close(): Promise<void>
}

/** Everything of the demo lives in one throw-away directory and ends with it. */
export async function openDemo(): Promise<DemoProcesses> {
  const directory = await mkdtemp(join(tmpdir(), 'muster-demo-'))
  // As root the embedded PostgreSQL runs as another user, who must get in.
  await chmod(directory, 0o711)
  const children: ChildProcess[] = []
  let server: ChildProcess | undefined

  const start = (main: string, args: string[], logFile: string, environment: NodeJS.ProcessEnv) => {
    const log = openSync(join(directory, logFile), 'a')
    const child = fork(main, args, { env: environment, stdio: ['ignore', log, log, 'ipc'], execArgv: [...nodeFlags] })
    closeSync(log)
    children.push(child)
    return child
  }

  const runAgent = (logFile: string, ...words: string[]) => {
    const log = openSync(join(directory, logFile), 'a')
    const agent = spawn(process.execPath, [agentMain, ...words], { stdio: ['ignore', log, log] })
    closeSync(log)
    children.push(agent)
    return agent
  }

  return {
    directory,
    async startServer() {
      const wanted = process.env.MUSTER_PORT ?? '7300'
      const port = (await isFree(Number(wanted))) ? wanted : '0'
      server = start(serverMain, [], 'server.log', {
        ...withoutOwnSettings(),
        MUSTER_DATA_DIR: join(directory, 'server'),
        MUSTER_PORT: port,
      })
      const message = await firstMessage<{ url: string; operatorTokenFile: string; setUpLink: string }>(
        server,
        join(directory, 'server.log'),
      )
      const operatorToken = (await readFile(message.operatorTokenFile, 'utf8')).trim()
      return { url: message.url, operatorToken, setUpLink: message.setUpLink, pid: server.pid! }
    },
    async startAgent(url, enrolmentToken) {
      const state = ['--state-dir', join(directory, 'agent')]
      await run(process.execPath, [agentMain, 'enrol', '--server', url, '--token', enrolmentToken, ...state])
      return { pid: runAgent('agent.log', 'run', ...state).pid! }
    },
    startSimulatedAgents(url, enrolmentToken, count) {
      const where = ['--server', url, '--token', enrolmentToken]
      runAgent('simulated-agents.log', 'simulate', '--count', String(count), ...where, '--checks', '1', '--seed', '1')
    },
    async untilServerEnds() {
      if (server && server.exitCode === null) await once(server, 'exit')
    },
    async close() {
      for (const child of children.toReversed()) {
        if (child.exitCode !== null || child.signalCode !== null) continue
        child.kill('SIGTERM')
        await once(child, 'exit')
      }
      await rm(directory, { recursive: true, force: true })
    },
  }
}

/** The demo is its own world: settings of a real server must not reach into it. */
function withoutOwnSettings(): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !name.startsWith('MUSTER_') && name !== 'DATABASE_URL'),
  )
}

async function firstMessage<Message>(child: ChildProcess, logFile: string): Promise<Message> {
  const ended = once(child, 'exit').then(async () => {
    throw new Error(`The server did not start:\n${(await readFile(logFile, 'utf8')).slice(-2000)}`)
  })
  ended.catch(() => undefined)
  const [message] = (await Promise.race([once(child, 'message'), ended])) as [Message]
  return message
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer()
    probe.once('error', () => resolve(false))
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)))
  })
}
