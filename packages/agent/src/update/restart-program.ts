import { canHandOver, launchVariables, type RunningProgram, restartExitCode } from './running-program.ts'

/** Starts the installed file anew with the same words, in this process; its launcher does the rest. */
export function restartProgram({ installedPath, supervised }: RunningProgram, words: readonly string[]): void {
  // Whoever waits for us starts us again: the launcher of a trial, or, where a process cannot be handed over, the
  // service manager.
  if (supervised || !canHandOver || process.execve === undefined) {
    process.exitCode = restartExitCode
    return
  }
  const hidden: readonly string[] = Object.values(launchVariables)
  const environment = Object.entries(process.env).filter(
    (entry): entry is [string, string] => entry[1] !== undefined && !hidden.includes(entry[0]),
  )
  process.execve(installedPath, [installedPath, ...words], Object.fromEntries(environment))
}
