import type { Target } from '@muster/core/api/actions.ts'
import { quarterHours, usualMinute } from '@muster/core/device/habit.ts'

const awaiting: readonly string[] = ['held', 'queued', 'deferred']

/**
 * How many wait for their devices, and when those usually connect, by this machine's clock: "12 wait; most usually
 * connect about 08:40". Empty where none waits.
 */
export function waitingText(targets: readonly Target[]): string {
  const waiting = targets.filter(({ state }) => awaiting.includes(state))
  if (waiting.length === 0) return ''
  const one = waiting.length === 1
  const known = waiting.flatMap(({ expected_at }) => (expected_at === null ? [] : [new Date(expected_at)]))
  return `${waiting.length} ${one ? 'waits' : 'wait'}; ${expectation(known, waiting.length)}\n`
}

function expectation(times: readonly Date[], waiting: number): string {
  if (times.length === 0) return 'when it will be done is not known yet'
  if (waiting === 1) return `the device usually connects about ${timeOfDay(times[0]!)}`
  const next = times.toSorted((a, b) => a.getTime() - b.getTime())[0]!
  const minute = times.length * 2 > waiting ? commonMinute(times) : undefined
  if (minute !== undefined) return `most usually connect about ${formatMinute(minute)}`
  return `the first is expected about ${timeOfDay(next)}; ${times.length} of them ${times.length === 1 ? 'has' : 'have'} a usual time`
}

/** Of the times of day, the one around which most lie. */
function commonMinute(times: readonly Date[]): number | undefined {
  const quarters = new Array<number>(quarterHours).fill(0)
  // The rule wants a history of some length; here each device is one, and each counts for enough.
  for (const time of times) quarters[Math.floor((time.getHours() * 60 + time.getMinutes()) / 15)]! += 5
  const minute = usualMinute(quarters)
  if (minute === undefined) return undefined
  const exact = times.map((time) => time.getHours() * 60 + time.getMinutes())
  const near = exact.filter((one) => Math.abs(one - minute) <= 45)
  return near.length === 0 ? minute : (Math.round(median(near) / 5) * 5) % (24 * 60)
}

function median(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[numbers.length >> 1]!
}

function timeOfDay(at: Date): string {
  return formatMinute(at.getHours() * 60 + at.getMinutes())
}

function formatMinute(minute: number): string {
  const two = (count: number) => String(count).padStart(2, '0')
  return `${two(Math.floor(minute / 60))}:${two(minute % 60)}`
}
