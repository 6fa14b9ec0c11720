import { existsSync } from 'node:fs'
import type { Log } from '../log.ts'
import { findRunningAgent } from '../state/agent-lock.ts'
import { readIdentity } from '../state/identity.ts'
import type { StateDirectory } from '../state/state-directory.ts'
import { hashFile } from './hash-file.ts'
import { giveWayToInstalled, rollBack } from './roll-back.ts'
import { canHandOver, launchVariables, type RunningProgram, restartExitCode } from './running-program.ts'
import { superviseTrial } from './supervise-trial.ts'
import { isServerReachable } from './trial-clock.ts'
import { openProgramFiles, type UpdateRecord } from './update-record.ts'

export interface LaunchOptions {
  readonly state: StateDirectory
  readonly log: Log
  readonly program: RunningProgram
  /** Of the command line, after the program's own. */
  readonly words: readonly string[]
}

/** A version that came down this often before the server welcomed it does not come up. */
const startsMax = 2

/**
 * Runs a release in the place of the installed file, where one was taken. A confirmed one takes over this process, or is
 * its child where a process cannot be handed over; one on trial is a child that is watched, so that going back needs no
 * service manager. Undefined: nothing was taken, the caller runs itself; else the exit code of what ran.
 */
export async function launch(options: LaunchOptions): Promise<number | undefined> {
  const { state, log, program } = options
  if (program.launched) return undefined
  const files = openProgramFiles(state)
  // Looked at before the record is touched: a start beside a running agent is no failure of the trial.
  const other = findRunningAgent(state.lock)
  if (other !== undefined)
    throw new Error(`Another agent runs on this state directory (process ${other}). Stop it first.`)
  /** False where the disk is full: then the installed program runs, and the next start sees to it. */
  const goBack = (reason: string): boolean => {
    try {
      rollBack(files, log, reason)
      return true
    } catch (error) {
      log.error('going back to the version before cannot be noted; the disk may be full', {
        problem: (error as Error).message,
      })
      return false
    }
  }
  try {
    giveWayToInstalled(files, program.installedVersion)
  } catch (error) {
    log.error('the installed program runs; that it is the younger one cannot be noted: the disk may be full', {
      problem: (error as Error).message,
    })
    return undefined
  }
  for (;;) {
    const record = files.read()
    const { current } = record
    if (current === null) return undefined
    const path = files.of(current.release)
    const fault = await findFileFault(path, current.release.sha256)
    if (fault !== undefined) {
      if (!goBack(fault)) return undefined
      continue
    }
    const supervise = () =>
      superviseTrial({
        path,
        words: options.words,
        environment: environmentOf(program, true),
        files,
        log,
        isReachable: async () => {
          const identity = readIdentity(state)
          return identity !== undefined && isServerReachable(identity)
        },
      })
    if (current.phase === 'confirmed' && !canHandOver) {
      const end = await supervise()
      if (end.kind === 'ended' && end.code !== restartExitCode) return end.code
      if (end.kind === 'fell' && !goBack(`It could not be started: ${end.how}`)) return undefined
      continue
    }
    if (current.phase === 'confirmed') {
      if (!goBack(takeOver(path, options))) return undefined
      continue
    }
    if (current.starts >= startsMax) {
      const reason = `Version ${current.release.version} ended ${startsMax} times before it reached the server.`
      if (!goBack(reason)) return undefined
      continue
    }
    try {
      files.write(countStart(record))
    } catch (error) {
      // Starts that are not counted might go on for ever. Later it is tried again.
      log.error('the new version waits: its trial cannot be noted; the disk may be full', {
        problem: (error as Error).message,
      })
      return undefined
    }
    const end = await supervise()
    switch (end.kind) {
      case 'ended':
        if (end.code === restartExitCode) continue
        return end.code
      case 'stopped':
        // Whoever stopped it judged nothing.
        files.write({ ...files.read(), current: { ...current } })
        return 0
      case 'fell':
        log.warn('the new version ended before it reached the server', {
          version: current.release.version,
          how: end.how,
        })
        continue
      case 'late':
        if (!goBack(lateText(current.release.version, end.seconds))) return undefined
    }
  }
}

function lateText(version: string, seconds: number): string {
  return `Version ${version} did not reach the server within ${seconds} s, and it was there.`
}

function countStart(record: UpdateRecord): UpdateRecord {
  const { current } = record
  return current === null ? record : { ...record, current: { ...current, starts: current.starts + 1 } }
}

async function findFileFault(path: string, sha256: string): Promise<string | undefined> {
  if (!existsSync(path)) return 'Its file is not there any more.'
  return (await hashFile(path)) === sha256 ? undefined : 'Its file is not what it was when it was taken.'
}

/** The same process goes on as the release; returns only where that failed. */
function takeOver(path: string, { program, words }: LaunchOptions): string {
  try {
    if (process.execve === undefined) return 'This system cannot hand a process over.'
    process.execve(path, [path, ...words], environmentOf(program, false))
  } catch (error) {
    return `It could not be started: ${(error as Error).message}`
  }
  return 'It could not be started.'
}

function environmentOf(program: RunningProgram, supervised: boolean): Record<string, string> {
  const own = Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined)
  return {
    ...Object.fromEntries(own),
    [launchVariables.installed]: program.installedPath,
    [launchVariables.installedVersion]: program.installedVersion,
    ...(supervised && { [launchVariables.supervised]: '1' }),
  }
}
