/** What the process answers with. */
export const exitCodes = {
  /** Everything succeeded, or was so already. */
  ok: 0,
  /** Some of it failed, or is not supported. */
  failed: 1,
  /** The command line, or what it asks for, is wrong. */
  usage: 2,
  /** The server cannot be reached, or does not let us in. */
  noAccess: 3,
  /** Still running when the time was over. */
  stillRunning: 4,
  interrupted: 130,
} as const
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes]

/** What ends a command: a sentence that says the remedy, and the exit code. */
export class Failure extends Error {
  readonly exitCode: ExitCode
  /** With `--json`, what the server said. */
  readonly details: object | undefined

  constructor(exitCode: ExitCode, message: string, details?: object) {
    super(message)
    this.name = 'Failure'
    this.exitCode = exitCode
    this.details = details
  }
}

export function usageFailure(message: string): Failure {
  return new Failure(exitCodes.usage, message)
}
