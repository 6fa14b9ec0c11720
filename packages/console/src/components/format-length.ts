import { countOf } from './count.ts'

const units = [
  [86_400, 'day'],
  [3600, 'hour'],
  [60, 'minute'],
  [1, 'second'],
] as const

/** "7 days", "90 minutes": in the largest unit that is whole. */
export function formatLength(seconds: number): string {
  const [length, unit] = units.find(([size]) => seconds >= size && seconds % size === 0) ?? [1, 'second']
  return countOf(seconds / length, unit)
}
