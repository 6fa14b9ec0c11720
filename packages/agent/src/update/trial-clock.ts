import { setTimeout as delay } from 'node:timers/promises'
import { agentPaths } from '@muster/core/agent/protocol.ts'
import { callServer, type ServerAddress } from '../http-client.ts'

export interface TrialClock {
  readonly milliseconds: number
  /** Whether this process, which is not the version on trial, gets an answer of the server. */
  readonly isReachable: () => Promise<boolean>
  /** Told once, when the time stands still for the first time. */
  readonly onStandstill: () => void
  readonly signal: AbortSignal
}

const lookMillisecondsMax = 15_000
/** Where the server is not reached, it is asked less often. */
const slowerTimes = 4

/**
 * Resolves when a trial has had its time, of which only that counts in which the server could be reached: a version is
 * not judged by a network that was away. Rejects when it is aborted.
 */
export async function waitTrialTime({ milliseconds, isReachable, onStandstill, signal }: TrialClock): Promise<void> {
  const fastest = Math.min(lookMillisecondsMax, milliseconds / 20)
  let pause = fastest
  let wasReachable = true
  let hasStood = false
  for (let counted = 0; counted < milliseconds; ) {
    const since = performance.now()
    await delay(pause, undefined, { signal })
    const reached = await isReachable()
    signal.throwIfAborted()
    if (reached && wasReachable) counted += performance.now() - since
    if (!reached && !hasStood) onStandstill()
    hasStood ||= !reached
    wasReachable = reached
    pause = reached ? fastest : Math.min(pause * 2, fastest * slowerTimes)
  }
}

/** Whether the server answers at all: which version runs makes no difference to that. */
export async function isServerReachable(address: ServerAddress): Promise<boolean> {
  try {
    const { status } = await callServer(address, {
      method: 'GET',
      path: agentPaths.releases,
      signal: AbortSignal.timeout(10_000),
    })
    // What lies before a server that is down answers with these.
    return status < 500
  } catch {
    return false
  }
}
