import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const launcher = fileURLToPath(new URL('../../../packages/agent/bin/muster-agent.mjs', import.meta.url))

export interface ProgramResult {
  readonly code: number
  readonly output: string
  readonly errors: string
}

/** A real agent: its own process, its own state directory, its own hardware id. */
export interface AgentProcess {
  readonly stateDirectory: string
  readonly hwid: string
  /** Runs `muster-agent` with these words to its end. */
  program(...words: string[]): Promise<ProgramResult>
  enrol(server: string, token: string, ...words: string[]): Promise<ProgramResult>
  /** Starts `muster-agent run`; once at a time. */
  start(...words: string[]): ChildProcess
  /** What all runs wrote to their error output. */
  readonly said: string[]
  kill(signal: NodeJS.Signals): Promise<void>
  deviceId(): Promise<string>
  remove(): Promise<void>
}

export async function makeAgentProcess(
  options: { program?: string; env?: Record<string, string>; inside?: readonly string[] } = {},
): Promise<AgentProcess> {
  const stateDirectory = await mkdtemp(join(tmpdir(), 'muster-agent-test-'))
  const hwid = randomUUID()
  const env = {
    ...process.env,
    MUSTER_AGENT_STATE_DIR: stateDirectory,
    MUSTER_AGENT_HWID: hwid,
    ...options.env,
  }
  /** What runs it elsewhere, in a network of its own for example, and then itself. */
  const [first, ...others] = [...(options.inside ?? []), process.execPath, options.program ?? launcher] as [
    string,
    string,
  ]
  const said: string[] = []
  let running: ChildProcess | undefined

  const program = (...words: string[]) =>
    new Promise<ProgramResult>((resolve) => {
      execFile(first, [...others, ...words], { env }, (error, output, errors) =>
        resolve({ code: error ? Number(error.code ?? 1) : 0, output, errors }),
      )
    })

  const kill = async (signal: NodeJS.Signals) => {
    const child = running
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return
    const gone = new Promise((resolve) => child.once('exit', resolve))
    child.kill(signal)
    await gone
  }

  return {
    stateDirectory,
    hwid,
    said,
    program,
    enrol: (server, token, ...words) => program('enrol', '--server', server, '--token', token, ...words),
    start(...words) {
      const child = spawn(first, [...others, 'run', ...words], { env, stdio: ['ignore', 'ignore', 'pipe'] })
      child.stderr?.setEncoding('utf8').on('data', (text: string) => void said.push(text))
      running = child
      return child
    },
    kill,
    async deviceId() {
      const { output } = await program('status', '--json')
      return (JSON.parse(output) as { device_id: string }).device_id
    },
    async remove() {
      await kill('SIGKILL')
      await rm(stateDirectory, { recursive: true, force: true })
    },
  }
}
