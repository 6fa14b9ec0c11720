import type { TargetState } from './life-cycle.ts'

/** When so many of the devices that tried have failed, the rest of the action is stopped. */
export interface Brake {
  /** 1 to 100; this many of a hundred are too many. */
  readonly failedPercent: number
  /** 1 and up: before so many devices have tried, nothing is concluded. */
  readonly sampleMin: number
}

/** What a request leaves out that asks for a brake. */
export const brakeDefaults: Brake = { failedPercent: 20, sampleMin: 10 }

/**
 * What counts as failed. Tried has who accepted, or ended so without a word before; who is away (never reached, or
 * unresponsive) says nothing about the action and counts as neither.
 */
export const brakeFailures = ['failed', 'timed_out', 'rejected'] as const satisfies readonly TargetState[]

export function isBrakeFailure(state: TargetState): boolean {
  return (brakeFailures as readonly TargetState[]).includes(state)
}

/** `sample`: how many have tried; `failed` of them. */
export function brakeTrips(
  { failedPercent, sampleMin }: Brake,
  { failed, sample }: { failed: number; sample: number },
): boolean {
  return sample > 0 && sample >= sampleMin && failed * 100 >= failedPercent * sample
}
