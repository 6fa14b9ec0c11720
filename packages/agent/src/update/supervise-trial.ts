import { spawn } from 'node:child_process'
import type { Log } from '../log.ts'
import { restartExitCode } from './running-program.ts'
import { waitTrialTime } from './trial-clock.ts'
import type { ProgramFiles } from './update-record.ts'

export interface Trial {
  readonly path: string
  readonly words: readonly string[]
  readonly environment: Readonly<Record<string, string>>
  readonly files: ProgramFiles
  readonly log: Log
  readonly isReachable: () => Promise<boolean>
}

export type TrialEnd =
  /** It was confirmed, and ended later. */
  | { readonly kind: 'ended'; readonly code: number }
  /** We were told to stop. */
  | { readonly kind: 'stopped' }
  /** It ended before it was confirmed, or could not be started. */
  | { readonly kind: 'fell'; readonly how: string }
  /** It ran, and was not confirmed in so much time in which the server could be reached. */
  | { readonly kind: 'late'; readonly seconds: number }

const trialSecondsDefault = 300
const lookMilliseconds = 500
const killMilliseconds = 10_000

/** Starts a version, mostly one on trial, and waits for its end; what the record says tells whether it reached the server. */
export function superviseTrial({ path, words, environment, files, log, isReachable }: Trial): Promise<TrialEnd> {
  const seconds = readSeconds(environment.MUSTER_AGENT_TRIAL_SECONDS)
  const isConfirmed = () => files.read().current?.phase === 'confirmed'
  if (!isConfirmed()) log.info('a new version is on trial', { program: path, seconds })
  return new Promise((resolve) => {
    let isLate = false
    // The record itself may be gone by then: an agent that is ordered to uninstall takes it along.
    let wasConfirmed = false
    let isStopping = false
    const child = spawn(path, words, { stdio: 'inherit', env: environment })
    const stop = () => {
      child.kill('SIGTERM')
      setTimeout(() => child.kill('SIGKILL'), killMilliseconds).unref()
    }
    const onSignal = () => {
      isStopping = true
      // It stops as any agent does, in its own time: the service manager's patience is the limit.
      child.kill('SIGTERM')
    }
    process.on('SIGTERM', onSignal).on('SIGINT', onSignal)
    const over = new AbortController()
    const timer = setInterval(() => {
      wasConfirmed ||= isConfirmed()
      if (wasConfirmed) over.abort()
    }, lookMilliseconds)
    over.signal.addEventListener('abort', () => clearInterval(timer))
    const onStandstill = () =>
      log.warn('the server cannot be reached: until it can, the trial’s time stands still', { program: path })
    waitTrialTime({ milliseconds: seconds * 1000, isReachable, onStandstill, signal: over.signal }).then(
      () => {
        if (isConfirmed()) return
        isLate = true
        stop()
      },
      () => undefined,
    )

    const end = (how: string, code?: number) => {
      over.abort()
      process.off('SIGTERM', onSignal).off('SIGINT', onSignal)
      // Who asks to be started anew may have put another version in its place, which is not confirmed yet.
      if (code === restartExitCode || (code !== undefined && (wasConfirmed || isConfirmed())))
        resolve({ kind: 'ended', code })
      else if (isStopping) resolve({ kind: 'stopped' })
      else if (isLate) resolve({ kind: 'late', seconds })
      else resolve({ kind: 'fell', how })
    }
    child.once('error', (error) => end(error.message))
    child.once('exit', (code, signal) => end(signal ?? `exit code ${code}`, code ?? (isStopping ? 0 : 1)))
  })
}

function readSeconds(text: string | undefined): number {
  const seconds = Number(text)
  return Number.isFinite(seconds) && seconds > 0 ? seconds : trialSecondsDefault
}
