import { spawn } from 'node:child_process'

export interface ProgramEnd {
  /** Null where it was killed. */
  readonly code: number | null
  readonly output: string
  readonly errors: string
}

export interface RunOptions {
  readonly signal?: AbortSignal | undefined
  readonly timeoutMilliseconds?: number
}

const outputCharactersMax = 1_000_000

/**
 * Runs a program to its end, in a process group of its own: at the time-out or an abort the whole group is killed, with
 * a signal that no DHCP client answers by giving its lease back. @throws where it cannot be started or was aborted
 */
export function runProgram(program: string, args: readonly string[], options: RunOptions = {}): Promise<ProgramEnd> {
  const { signal, timeoutMilliseconds = 10_000 } = options
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason)
    const child = spawn(program, args, {
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, LC_ALL: 'C', PATH: searchPath() },
    })
    const kill = () => killGroup(child.pid)
    const timer = setTimeout(kill, timeoutMilliseconds)
    signal?.addEventListener('abort', kill, { once: true })
    const read = (stream: NodeJS.ReadableStream) => {
      let text = ''
      stream.setEncoding('utf8').on('data', (part: string) => {
        if (text.length < outputCharactersMax) text += part
      })
      return () => text
    }
    const [output, errors] = [read(child.stdout), read(child.stderr)]
    const settle = (act: () => void) => {
      clearTimeout(timer)
      signal?.removeEventListener('abort', kill)
      act()
    }
    child.once('error', (error) => settle(() => reject(error)))
    child.once('close', (code) =>
      settle(() => (signal?.aborted ? reject(signal.reason) : resolve({ code, output: output(), errors: errors() }))),
    )
  })
}

/** Its output, or nothing where it is missing, fails or is aborted: for questions that may go unanswered. */
export async function askProgram(program: string, args: readonly string[], signal?: AbortSignal): Promise<string> {
  try {
    const { code, output } = await runProgram(program, args, { signal })
    return code === 0 ? output : ''
  } catch {
    return ''
  }
}

function killGroup(pid: number | undefined): void {
  try {
    if (pid !== undefined) process.kill(process.platform === 'win32' ? pid : -pid, 'SIGKILL')
  } catch {
    // It has ended.
  }
}

/** Users other than root often go without the directories where the clients are. */
function searchPath(): string {
  const path = process.env.PATH ?? ''
  return process.platform === 'win32' ? path : `${path}:/usr/sbin:/sbin`
}
