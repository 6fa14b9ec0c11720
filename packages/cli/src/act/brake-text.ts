import type { Action } from '@muster/core/api/actions.ts'

/** `20 % of at least 10`, and what it did. */
export function brakeText({ brake }: Action): string | null {
  if (brake === null) return null
  const { failed_percent, sample_min, tripped } = brake
  const rule = `${failed_percent} % of at least ${sample_min}`
  return tripped === null ? rule : `${rule}; tripped ${tripped.at}, ${tripped.failed} of ${tripped.sample} had failed`
}

/** A line where the brake stopped the action, else nothing. */
export function stoppedText({ brake }: Action): string {
  const tripped = brake?.tripped
  return tripped ? `The brake stopped it: ${tripped.failed} of ${tripped.sample} devices that tried had failed.\n` : ''
}
