import { invalidField } from '../refusal.ts'

/** RFC 3339 knows leap seconds, JavaScript does not. */
export function readTime(field: string, text: string): Date {
  const time = new Date(text)
  if (Number.isNaN(time.getTime())) throw invalidField(field, 'is not a time that this server can tell')
  return time
}

export function readPeriod({ since, until }: { since?: string | undefined; until?: string | undefined }) {
  return {
    since: since === undefined ? undefined : readTime('since', since),
    until: until === undefined ? undefined : readTime('until', until),
  }
}
