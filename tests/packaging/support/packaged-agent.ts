import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { chmod } from 'node:fs/promises'
import { join } from 'node:path'
import { makeScratchDirectory } from '../../support/scratch-directory.ts'

export interface PackagedAgent {
  readonly stateDirectory: string
  readonly hwid: string
  /** What all runs wrote to their error output. */
  readonly said: string[]
  /** Runs the program with these words to its end. */
  program(...words: string[]): Promise<{ code: number; output: string; errors: string }>
  /** Starts `run`, as a service manager does: a process that ends by itself is started again. */
  start(): void
  deviceId(): Promise<string>
  stop(): Promise<void>
  remove(): Promise<void>
}

/** A single executable with nothing around it: no PATH, no home, no Node.js. */
export async function makePackagedAgent(
  executable: string,
  environment: Record<string, string> = {},
): Promise<PackagedAgent> {
  const scratch = await makeScratchDirectory()
  await chmod(scratch.path, 0o700)
  const stateDirectory = join(scratch.path, 'state')
  const hwid = randomUUID()
  const env = { MUSTER_AGENT_STATE_DIR: stateDirectory, MUSTER_AGENT_HWID: hwid, ...environment }
  const said: string[] = []
  let running: ChildProcess | undefined
  let isWanted = false

  function startOnce(): void {
    const child = spawn(executable, ['run'], { env, stdio: ['ignore', 'ignore', 'pipe'], detached: true })
    child.stderr.setEncoding('utf8').on('data', (text: string) => void said.push(text))
    child.once('exit', () => {
      if (isWanted) startOnce()
    })
    running = child
  }

  async function stop(): Promise<void> {
    isWanted = false
    const child = running
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return
    const gone = new Promise((resolve) => child.once('exit', resolve))
    child.kill('SIGTERM')
    await gone
  }

  const program: PackagedAgent['program'] = (...words) =>
    new Promise((resolve) => {
      execFile(executable, words, { env }, (error, output, errors) =>
        resolve({ code: error ? Number(error.code ?? 1) : 0, output, errors }),
      )
    })

  return {
    stateDirectory,
    hwid,
    said,
    program,
    start() {
      isWanted = true
      startOnce()
    },
    async deviceId() {
      const { output, errors } = await program('status', '--json')
      if (output === '') throw new Error(errors)
      return (JSON.parse(output) as { device_id: string }).device_id
    },
    stop,
    async remove() {
      await stop()
      await scratch.remove()
    },
  }
}
