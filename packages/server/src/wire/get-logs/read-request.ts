import type { FieldError } from '@muster/core/error-code.ts'
import type { LogPeriod } from '../../operations/list-logs.ts'
import { readObject, refuseWith } from '../read-body.ts'

export const logCategories = ['device', 'admin', 'webhook'] as const

export interface LogRequest extends LogPeriod {
  readonly category: (typeof logCategories)[number]
  readonly limit: number
  readonly cursor: string | undefined
  /** As the client wrote them; undefined: all. */
  readonly events: readonly string[] | undefined
}

const limitDefault = 50
const limitMax = 100
const latestMillis = 8_640_000_000_000_000

/** @throws Refusal invalid_request, with every field at fault */
export function readLogRequest(sent: unknown, now: Date): LogRequest {
  const body = readObject(sent ?? {})
  const errors: FieldError[] = []
  const read = <Value>(field: string, isGood: (value: unknown) => value is Value, problem: string) => {
    const value = Object.hasOwn(body, field) ? body[field] : undefined
    if (value === undefined || isGood(value)) return value
    errors.push({ field, message: problem })
    return undefined
  }
  const isTime = isIntegerBetween(0, latestMillis)
  const category = read('event_category', isCategory, `must be one of ${logCategories.join(', ')}`)
  const limit = read('limit', isIntegerBetween(1, limitMax), `must be a whole number from 1 to ${limitMax}`)
  const cursor = read('token', isString, 'must be a string that an answer gave as next_token')
  const start = read('start_time', isTime, 'must be milliseconds since 1970')
  const end = read('end_time', isTime, 'must be milliseconds since 1970')
  const age = read('age', isTime, 'must be a whole number of seconds')
  const filter = read('filter', isFilter, 'must be an object; its events an array of strings')
  if (start !== undefined && end !== undefined && start > end) {
    errors.push({ field: 'start_time', message: 'must not be after end_time' })
  }
  if (errors.length > 0) refuseWith(errors)
  const oldest = age === undefined ? 0 : Math.max(0, now.getTime() - age * 1000)
  return {
    category: category ?? 'device',
    limit: limit ?? limitDefault,
    cursor: cursor === '' ? undefined : cursor,
    since: new Date(Math.max(start ?? 0, oldest)),
    until: new Date(end ?? latestMillis),
    events: filter !== undefined && Object.hasOwn(filter, 'events') ? filter.events : undefined,
  }
}

function isCategory(value: unknown): value is (typeof logCategories)[number] {
  return (logCategories as readonly unknown[]).includes(value)
}

function isString(value: unknown): value is string {
  return typeof value === 'string'
}

function isIntegerBetween(least: number, most: number) {
  return (value: unknown): value is number => Number.isInteger(value) && least <= Number(value) && Number(value) <= most
}

function isFilter(value: unknown): value is { readonly events?: readonly string[] } {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false
  if (!Object.hasOwn(value, 'events')) return true
  const { events } = value as { events: unknown }
  return Array.isArray(events) && events.length <= 100 && events.every(isString)
}
