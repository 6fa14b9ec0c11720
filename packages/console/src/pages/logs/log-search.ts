import type { Channel } from '@muster/core/audit/audit-event.ts'

/** What the address of the logs says; times are spans before now, or moments in RFC 3339. */
export interface LogSearch {
  readonly log?: 'devices' | 'admin' | undefined
  readonly event?: readonly string[] | undefined
  readonly channel?: readonly Channel[] | undefined
  /** Hours before now. */
  readonly hours?: number | undefined
  readonly since?: string | undefined
  readonly until?: string | undefined
}

export function readLogSearch(search: Record<string, unknown>): LogSearch {
  const list = (value: unknown) => (typeof value === 'string' && value !== '' ? value.split(',') : undefined)
  const text = (value: unknown) => (typeof value === 'string' && value !== '' ? value : undefined)
  return {
    log: search.log === 'admin' ? 'admin' : undefined,
    event: list(search.event),
    channel: list(search.channel) as Channel[] | undefined,
    hours: Number(search.hours) > 0 ? Number(search.hours) : undefined,
    since: text(search.since),
    until: text(search.until),
  }
}

/** The part of it that the API takes. A span is counted from the full minute, so that it is the same for a while. */
export function toLogFilter({ event, channel, hours, since, until }: LogSearch, now: number) {
  const minute = Math.floor(now / 60_000) * 60_000
  const from = hours === undefined ? since : new Date(minute - hours * 3_600_000).toISOString()
  return {
    ...(event && { event: event as never }),
    ...(channel && { channel: channel as never }),
    ...(from && { since: from }),
    ...(until && hours === undefined && { until }),
  }
}
