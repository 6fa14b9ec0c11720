import { isSea } from 'node:sea'
import { agentVersion } from '../version.ts'

/** Set by the launcher for the program that it starts. */
export const launchVariables = {
  /** The file that is installed, which starts what runs: a release never replaces it. */
  installed: 'MUSTER_AGENT_INSTALLED',
  installedVersion: 'MUSTER_AGENT_INSTALLED_VERSION',
  /** The launcher waits for this process: it ends with `restartExitCode` to be started anew. */
  supervised: 'MUSTER_AGENT_SUPERVISED',
} as const

export const restartExitCode = 75

/** Whether a program can go on as another in its own process; on Windows the call is there, and only throws. */
export const canHandOver = process.platform !== 'win32' && process.execve !== undefined

/** As releases name it. */
export const platform = `${process.platform}-${process.arch}`

export interface RunningProgram {
  readonly installedPath: string
  readonly installedVersion: string
  /** Started by the launcher; otherwise this process is the installed file itself. */
  readonly launched: boolean
  readonly supervised: boolean
}

/** Undefined where the agent runs from source: only the single file can replace itself. */
export function findRunningProgram(environment: NodeJS.ProcessEnv = process.env): RunningProgram | undefined {
  if (!isSea()) return undefined
  const installed = environment[launchVariables.installed]
  return {
    installedPath: installed ?? process.execPath,
    installedVersion: environment[launchVariables.installedVersion] ?? agentVersion,
    launched: installed !== undefined,
    supervised: environment[launchVariables.supervised] !== undefined,
  }
}
