import { execFile } from 'node:child_process'

/** The standard output of a program; undefined where it is not there, fails, or takes too long. */
export type RunProgram = (file: string, args: readonly string[]) => Promise<string | undefined>

const patienceMilliseconds = 5000

export const runProgram: RunProgram = (file, args) =>
  new Promise((resolve) => {
    const options = { timeout: patienceMilliseconds, windowsHide: true, env: { ...process.env, LC_ALL: 'C' } }
    execFile(file, args, options, (error, output) => resolve(error ? undefined : output))
  })
