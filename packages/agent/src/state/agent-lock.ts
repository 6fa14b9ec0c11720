import {
  linkSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs'

/** Who holds a state directory: a process, told apart from a later one of the same number. */
interface Holder {
  readonly pid: number
  readonly started: string
}

/**
 * Makes this process the only agent on the state directory until `release`.
 * @throws with the other's process id where one is running
 */
export function lockState(path: string): { release(): void } {
  const mine = JSON.stringify({ pid: process.pid, started: startOf(process.pid) })
  const draft = `${path}.${process.pid}`
  writeDraft(draft, mine)
  try {
    for (;;) {
      try {
        // A link appears with its content, or not at all.
        linkSync(draft, path)
        break
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
      }
      const holder = readHolder(path)
      if (holder !== undefined && isRunning(holder)) {
        throw new Error(`Another agent runs on this state directory (process ${holder.pid}). Stop it first.`)
      }
      removeStale(path)
    }
  } finally {
    unlinkSync(draft)
  }
  return {
    release() {
      if (readHolder(path)?.pid === process.pid) rmSync(path, { force: true })
    },
  }
}

/** On a full disk it is a link to nowhere whose target is the text: so short a one takes no room but its name. */
function writeDraft(path: string, text: string): void {
  rmSync(path, { force: true })
  try {
    writeFileSync(path, text, { mode: 0o600 })
  } catch (error) {
    if (!['ENOSPC', 'EDQUOT'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error
    rmSync(path, { force: true })
    symlinkSync(text, path)
  }
}

/** Moved aside before it is thrown away: if another process was faster, what was moved is its lock, and goes back. */
function removeStale(path: string): void {
  const aside = `${path}.stale.${process.pid}`
  try {
    renameSync(path, aside)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return
    throw error
  }
  const holder = readHolder(aside)
  if (holder !== undefined && isRunning(holder)) linkSync(aside, path)
  unlinkSync(aside)
}

/** The process id of the agent that runs on the directory, if any. */
export function findRunningAgent(path: string): number | undefined {
  const holder = readHolder(path)
  return holder !== undefined && isRunning(holder) ? holder.pid : undefined
}

function readHolder(path: string): Holder | undefined {
  try {
    const holder = JSON.parse(readText(path)) as Holder
    return Number.isInteger(holder.pid) ? holder : undefined
  } catch {
    return undefined
  }
}

function readText(path: string): string {
  try {
    return readlinkSync(path)
  } catch {
    return readFileSync(path, 'utf8')
  }
}

function isRunning({ pid, started }: Holder): boolean {
  try {
    process.kill(pid, 0)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false
  }
  const now = startOf(pid)
  return now === '' || started === '' || now === started
}

/** The kernel's start time of a process; empty where it does not tell. */
function startOf(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? ''
  } catch {
    return ''
  }
}
