import type { FieldError } from '@muster/core/error-code.ts'
import { Refusal } from '../refusal.ts'
import { readObject } from './read-body.ts'

type Fields = Readonly<Record<string, unknown>>

/**
 * The body of a call that only reads: none at all asks for the defaults, and so does `[]`, which is how PHP writes an
 * empty object. @throws Refusal invalid_request for anything else that is no JSON object
 */
export function readFields(body: unknown): Fields {
  return body === undefined || (Array.isArray(body) && body.length === 0) ? {} : readObject(body)
}

export interface WholeNumber {
  readonly least: number
  readonly most: number
  readonly ifMissing: number
}

/** A whole number as JSON has it or, as in a URL, in digits. What is wrong is added to `errors`. */
export function readWholeNumber(
  from: Fields,
  field: string,
  { least, most, ifMissing }: WholeNumber,
  errors: FieldError[],
): number {
  const sent = Object.hasOwn(from, field) ? from[field] : undefined
  if (sent === undefined) return ifMissing
  const value = typeof sent === 'string' && /^-?\d{1,15}$/.test(sent) ? Number(sent) : sent
  if (Number.isInteger(value) && least <= Number(value) && Number(value) <= most) return Number(value)
  errors.push({ field, message: `must be a whole number from ${least} to ${most}` })
  return ifMissing
}

const limitMax = 50
const pagesMax = 999_999_999

/** `limit` and `page` of the old list calls: more than 50 is no 400 there, see `refuseLargeLimit`. */
export function readPage(from: Fields, limitIfMissing: number, errors: FieldError[]): { limit: number; page: number } {
  return {
    limit: readWholeNumber(from, 'limit', { least: 1, most: pagesMax, ifMissing: limitIfMissing }, errors),
    page: readWholeNumber(from, 'page', { least: 1, most: pagesMax, ifMissing: 1 }, errors),
  }
}

/** @throws Refusal limit_too_large (406) above 50 */
export function refuseLargeLimit(limit: number): void {
  if (limit <= limitMax) return
  const message = `must be at most ${limitMax}`
  throw new Refusal('limit_too_large', `limit: ${message}`, [{ field: 'limit', message }])
}

/** Yes or no: 1 and 0, and as PHP and JavaScript write them. */
export function readFlag(
  from: Fields,
  name: string,
  { field = name, ifMissing }: { field?: string; ifMissing: boolean },
  errors: FieldError[],
): boolean {
  const sent = Object.hasOwn(from, name) ? from[name] : undefined
  if (sent === undefined) return ifMissing
  if ([1, '1', true, 'true'].includes(sent as never)) return true
  if ([0, '0', false, 'false'].includes(sent as never)) return false
  errors.push({ field, message: 'must be 0 or 1' })
  return ifMissing
}

/** An object among the fields; none is an empty one. */
export function readInner(from: Fields, field: string, errors: FieldError[]): Fields {
  const sent = Object.hasOwn(from, field) ? from[field] : undefined
  if (sent === undefined || (Array.isArray(sent) && sent.length === 0)) return {}
  if (typeof sent === 'object' && sent !== null && !Array.isArray(sent)) return sent as Fields
  errors.push({ field, message: 'must be an object' })
  return {}
}
