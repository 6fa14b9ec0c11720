import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Log } from '../log.ts'
import { findPostgresOf, isAlive, isPostgresOf, isTaken, waitForEnd } from './process-facts.ts'

/**
 * Ends what a killed supervisor or a killed postmaster left running on this data directory, so that the next server
 * can recover it. Only for the holder of the directory's lock: without it, what runs may belong to somebody.
 */
export async function stopLeftovers(dataDirectory: string, log: Log | undefined): Promise<void> {
  const pidFile = join(dataDirectory, 'postmaster.pid')
  const postmaster = await readPid(pidFile)
  if (postmaster !== undefined && isAlive(postmaster) && isPostgresOf(postmaster, dataDirectory)) {
    log?.warn({ pid: postmaster }, 'stopping the PostgreSQL server that an earlier process left running')
    await end([postmaster], dataDirectory)
  }
  // Without their postmaster they finish their statement first, however long that takes.
  const orphans = findPostgresOf(dataDirectory)
  if (orphans.length > 0) await end(orphans, dataDirectory)
  // PostgreSQL itself sees to a file whose process is gone, and then looks for shared memory still in use. It
  // believes a file whose number is another process's by now, or that of a dead one not yet buried: we know better.
  const named = await readPid(pidFile)
  if (named !== undefined && isTaken(named)) await rm(pidFile, { force: true })
}

async function readPid(path: string): Promise<number | undefined> {
  const text = await readFile(path, 'utf8').catch(() => '')
  const pid = Number.parseInt(text, 10)
  return pid > 0 ? pid : undefined
}

// Fast shutdown, immediate shutdown, and what cannot be refused.
const steps = [
  ['SIGINT', 30_000],
  ['SIGQUIT', 5_000],
  ['SIGKILL', 5_000],
] as const

async function end(pids: number[], dataDirectory: string): Promise<void> {
  for (const [signal, milliseconds] of steps) {
    for (const pid of pids) if (isPostgresOf(pid, dataDirectory)) kill(pid, signal)
    if (await waitForEnd(pids, milliseconds)) return
  }
  throw new Error(
    `PostgreSQL left running on ${dataDirectory} does not end (process ${pids.join(', ')}); end it by hand`,
  )
}

function kill(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}
