const written = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeStyle: 'short', timeZone: 'UTC' })
const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto' })

/** `2 January 2026 at 03:04 UTC (3 days ago)`: the server does not know where the reader is. */
export function sayMoment(moment: string | Date, now: Date): string {
  const at = new Date(moment)
  return `${written.format(at)} UTC (${sayDistance((at.getTime() - now.getTime()) / 1000)})`
}

const units = [
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
] as const

function sayDistance(seconds: number): string {
  const [unit, length] = units.find(([, each]) => Math.abs(seconds) >= each) ?? []
  if (unit === undefined) return seconds < 0 ? 'just now' : 'in a moment'
  return relative.format(Math.round(seconds / length!), unit)
}
