import { execFile, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { constants, setPriority } from 'node:os'
import type { Readable } from 'node:stream'

export interface ProgramEnd {
  readonly code: number | null
  /** Ended by a signal that we did not send. */
  readonly crashed: boolean
  /** The last of what it wrote to its error output. */
  readonly errors: string
}

export interface RunningProgram {
  /** Of its output; each character is one byte. */
  readonly lines: AsyncGenerator<string>
  readonly ended: Promise<ProgramEnd>
  kill(): void
}

const errorsCharactersMax = 500
/** Has the kernel end the program when the agent dies, however it dies (util-linux). */
const deathSignal = ['setpriv', '--pdeathsig', 'KILL', '--']
let deathSignalWorks: boolean | undefined

/** Starts a program that gives way to all others, and dies when the signal is aborted. */
export function startProgram(path: string, args: readonly string[], signal: AbortSignal): RunningProgram {
  const command = [...prefix(), path, ...args]
  const child = spawn(command[0]!, command.slice(1), { stdio: ['ignore', 'pipe', 'pipe'], windowsHide: true })
  const kill = () => void child.kill('SIGKILL')
  if (signal.aborted) kill()
  signal.addEventListener('abort', kill, { once: true })
  if (process.platform === 'win32' && child.pid !== undefined) giveWay(child.pid)
  let errors = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    errors = (errors + text).slice(-errorsCharactersMax)
  })
  const ended = once(child, 'close').then(
    ([code]: (number | null)[]) => ({ code: code ?? null, crashed: code === null, errors: errors.trim() }),
    (error: Error) => ({ code: 2, crashed: false, errors: error.message }),
  )
  void ended.finally(() => signal.removeEventListener('abort', kill))
  return { lines: readLines(child.stdout), ended, kill }
}

/** Runs a short program to its end, and gives its output. */
export function runProgram(path: string, args: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile(path, [...args], { timeout: 60_000, windowsHide: true }, (error, output) =>
      error ? reject(error) : resolve(output),
    )
  })
}

function prefix(): string[] {
  if (process.platform === 'win32') return []
  deathSignalWorks ??= spawnSync(deathSignal[0]!, [...deathSignal.slice(1), 'true'], { stdio: 'ignore' }).status === 0
  return [...(deathSignalWorks ? deathSignal : []), 'nice', '-n', '10']
}

/** As `nice` does, for Windows. */
function giveWay(pid: number): void {
  try {
    setPriority(pid, constants.priority.PRIORITY_BELOW_NORMAL)
  } catch {
    // It may have ended already, or the system may not let us.
  }
}

async function* readLines(stream: Readable): AsyncGenerator<string> {
  let rest = ''
  for await (const text of stream.setEncoding('latin1')) {
    const lines = (rest + text).split('\n')
    rest = lines.pop()!
    yield* lines
  }
  if (rest !== '') yield rest
}
