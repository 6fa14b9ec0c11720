const full = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' })
const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto', style: 'short' })

const units = [
  ['minute', 60, 3600],
  ['hour', 3600, 48 * 3600],
  ['day', 86_400, 45 * 86_400],
] as const

/** Date and time in the reader's zone. */
export function formatMoment(date: Date): string {
  return full.format(date)
}

/** "in 3 hr.", "2 days ago"; beyond some weeks the date itself. */
export function formatRelative(date: Date, now: number): string {
  const seconds = (date.getTime() - now) / 1000
  if (Math.abs(seconds) < 45) return 'just now'
  for (const [unit, length, below] of units) {
    if (Math.abs(seconds) < below) return relative.format(Math.round(seconds / length), unit)
  }
  return full.format(date)
}
