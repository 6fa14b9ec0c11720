import { readdirSync, readFileSync, readlinkSync } from 'node:fs'
import { basename } from 'node:path'

export interface ClientProcess {
  readonly pid: number
  /** Without the program's own name. */
  readonly args: readonly string[]
  /** The program, and what must stand before its arguments (`busybox udhcpc`). */
  readonly command: readonly [program: string, ...first: string[]]
}

/** Processes of this name that serve the network that this agent sees: not those of containers beside it. */
export function findProcesses(name: string, proc = '/proc'): ClientProcess[] {
  return readdirSync(proc)
    .filter((entry) => /^\d+$/.test(entry))
    .flatMap((entry) => {
      const words = readCommandLine(`${proc}/${entry}/cmdline`)
      const first = basename(words[0] ?? '')
      const skipped = first === name ? 1 : first === 'busybox' && basename(words[1] ?? '') === name ? 2 : 0
      if (skipped === 0 || !sharesNetwork(entry, proc)) return []
      const program = readLink(`${proc}/${entry}/exe`)
      const command: ClientProcess['command'] =
        program === undefined ? [name] : basename(program) === 'busybox' ? [program, name] : [program]
      return [{ pid: Number(entry), args: words.slice(skipped), command }]
    })
}

/** Whether a process id is one of this program, on our network. */
export function isProcessOf(pid: number, name: string): boolean {
  try {
    return readFileSync(`/proc/${pid}/comm`, 'utf8').trim() === name && sharesNetwork(String(pid), '/proc')
  } catch {
    return false
  }
}

/** Who may not see a process's namespace takes it for his own: then he may not signal it either. */
function sharesNetwork(pid: string, proc: string): boolean {
  const theirs = readLink(`${proc}/${pid}/ns/net`)
  return theirs === undefined || theirs === readLink(`${proc}/self/ns/net`)
}

function readCommandLine(path: string): string[] {
  try {
    return readFileSync(path, 'utf8').replace(/\0$/, '').split('\0')
  } catch {
    return []
  }
}

function readLink(path: string): string | undefined {
  try {
    // An upgraded program's old file.
    return readlinkSync(path).replace(/ \(deleted\)$/, '')
  } catch {
    return undefined
  }
}

/** Signals a client. @throws with what the agent lacks */
export function signalProcess(pid: number, signal: NodeJS.Signals, client: string): void {
  try {
    process.kill(pid, signal)
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    if (code === 'EPERM') throw new Error(`the agent may not signal ${client}: it needs root, or CAP_KILL.`)
    throw new Error(`${client} could not be signalled: ${message}.`)
  }
}
