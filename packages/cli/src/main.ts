import { MusterError } from '@muster/client/index.ts'
import { CommanderError } from 'commander'
import { toFailure } from './client/to-failure.ts'
import { exitCodes, Failure } from './failure.ts'
import { keepQuietOnClosedPipes } from './output/output.ts'
import { createProgram } from './program.ts'

const codeWords: Readonly<Record<number, string>> = {
  [exitCodes.failed]: 'failed',
  [exitCodes.usage]: 'usage',
  [exitCodes.noAccess]: 'no_access',
  [exitCodes.stillRunning]: 'still_running',
}

keepQuietOnClosedPipes()
try {
  const program = await createProgram(process.argv.slice(2))
  await program.parseAsync()
} catch (error) {
  process.exitCode = tell(error)
}

function tell(error: unknown): number {
  // Commander has said it already; help that was asked for is no error.
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.ok : exitCodes.usage
  if ((error as NodeJS.ErrnoException).code === 'EPIPE') return exitCodes.ok
  const failure = asFailure(error)
  if (process.argv.includes('--json')) {
    const details = failure.details ?? { error: { code: codeWords[failure.exitCode], message: failure.message } }
    process.stderr.write(`${JSON.stringify(details)}\n`)
  } else process.stderr.write(`muster: ${failure.message}\n`)
  return failure.exitCode
}

function asFailure(error: unknown): Failure {
  if (error instanceof MusterError) return toFailure(error)
  return error instanceof Failure ? error : new Failure(exitCodes.failed, (error as Error).message)
}
