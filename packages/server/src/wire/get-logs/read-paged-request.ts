import type { FieldError } from '@muster/core/error-code.ts'
import type { LogPeriod } from '../../operations/list-logs.ts'
import { refuseWith } from '../read-body.ts'
import { readFields, readPage, readWholeNumber, refuseLargeLimit } from '../read-fields.ts'

type Fields = Readonly<Record<string, unknown>>

export interface PagedLogRequest extends LogPeriod {
  readonly category: 'device' | 'admin'
  readonly page: number
  readonly limit: number
  /** As the client wrote them; undefined: all. */
  readonly events: readonly string[] | undefined
}

const dayInSeconds = 86_400
const earliest = new Date(0)
const latest = new Date(8_640_000_000_000_000)
const wordsMax = 100

/** 2.0, all in the URL. @throws Refusal: invalid_request, limit_too_large */
export function readUrlRequest(query: Fields): PagedLogRequest {
  const errors: FieldError[] = []
  const page = readPage(query, 1, errors)
  const eventType = readWholeNumber(query, 'event_type', { least: 1, most: 2, ifMissing: 1 }, errors)
  if (errors.length > 0) refuseWith(errors)
  refuseLargeLimit(page.limit)
  return { ...page, category: eventType === 1 ? 'device' : 'admin', since: earliest, until: latest, events: undefined }
}

/** 3.0, in the body. Of age and start_date the later counts. @throws Refusal: invalid_request, limit_too_large */
export function readBodyRequest(body: unknown, now: Date): PagedLogRequest {
  const errors: FieldError[] = []
  const fields = readFields(body)
  const page = readPage(fields, 20, errors)
  const age = readWholeNumber(fields, 'age', { least: 0, most: dayInSeconds, ifMissing: -1 }, errors)
  const start = readDay(fields, 'start_date', errors)
  const end = readDay(fields, 'end_date', errors)
  const events = readEvents(fields, errors)
  if (errors.length > 0) refuseWith(errors)
  refuseLargeLimit(page.limit)
  const oldest = age < 0 ? 0 : now.getTime() - age * 1000
  return {
    ...page,
    category: 'device',
    since: new Date(Math.max(start?.getTime() ?? 0, oldest)),
    // The day that is named is in it.
    until: end === undefined ? latest : new Date(end.getTime() + dayInSeconds * 1000 - 1),
    events,
  }
}

/** `2026/05/01`, in UTC. */
function readDay(fields: Fields, field: string, errors: FieldError[]): Date | undefined {
  const sent = Object.hasOwn(fields, field) ? fields[field] : undefined
  if (sent === undefined) return undefined
  const parts = typeof sent === 'string' ? /^(\d{4})\/(\d{2})\/(\d{2})$/.exec(sent) : null
  const day = parts && new Date(`${parts[1]}-${parts[2]}-${parts[3]}T00:00:00Z`)
  if (day && !Number.isNaN(day.getTime())) return day
  errors.push({ field, message: 'must be a day as YYYY/MM/DD' })
  return undefined
}

function readEvents(fields: Fields, errors: FieldError[]): readonly string[] | undefined {
  const sent = Object.hasOwn(fields, 'filter') ? fields.filter : undefined
  if (sent === undefined) return undefined
  if (Array.isArray(sent) && sent.length <= wordsMax && sent.every((word) => typeof word === 'string')) {
    return sent.length === 0 ? undefined : sent
  }
  errors.push({ field: 'filter', message: `must be a list of at most ${wordsMax} events` })
  return undefined
}
