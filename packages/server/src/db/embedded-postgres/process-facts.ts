import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync, readlinkSync } from 'node:fs'
import { basename } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'

/** Whether the number is that of some process, be it one that has ended and waits for its parent to notice. */
export function isTaken(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/** Whether a process runs. */
export function isAlive(pid: number): boolean {
  // The state follows the name, which stands in parentheses and may hold any character.
  return isTaken(pid) && !/\) [ZX] [^)]*$/.test(readProc(pid, 'stat') ?? '')
}

/** Whether a process is a PostgreSQL server, or one of a server's processes, on this data directory. */
export function isPostgresOf(pid: number, dataDirectory: string): boolean {
  if (process.platform === 'linux') {
    // A server works in its data directory. The link is hidden from other users, the command line is not.
    const where = readLink(`/proc/${pid}/cwd`)
    if (where !== undefined) return where === dataDirectory && readProc(pid, 'comm')?.trim() === 'postgres'
    const command = readProc(pid, 'cmdline')?.split('\0') ?? []
    return basename(command[0] ?? '') === 'postgres' && command.includes(dataDirectory)
  }
  const command = spawnSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' }).stdout ?? ''
  return /\bpostgres\b/.test(command) && command.includes(dataDirectory)
}

/** The processes of a PostgreSQL server on this data directory, found without its pid file; Linux only. */
export function findPostgresOf(dataDirectory: string): number[] {
  if (process.platform !== 'linux') return []
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => isPostgresOf(pid, dataDirectory) && isAlive(pid))
}

/** Waits until none of these processes runs; false when one still does after the time given. */
export async function waitForEnd(pids: number[], milliseconds: number): Promise<boolean> {
  const deadline = Date.now() + milliseconds
  while (pids.some(isAlive)) {
    if (Date.now() > deadline) return false
    await delay(20)
  }
  return true
}

function readProc(pid: number, file: string): string | undefined {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8')
  } catch {
    return undefined
  }
}

function readLink(path: string): string | undefined {
  try {
    return readlinkSync(path)
  } catch {
    return undefined
  }
}
