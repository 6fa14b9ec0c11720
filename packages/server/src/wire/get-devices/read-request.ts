import type { FieldError } from '@muster/core/error-code.ts'
import type { DescribedFilter } from '../../operations/page-devices.ts'
import { refuseWith } from '../read-body.ts'
import { readFields, readInner, readPage, readWholeNumber, refuseLargeLimit } from '../read-fields.ts'
import { readFilter } from './read-filter.ts'

export interface PageAsked {
  readonly page: number
  readonly limit: number
}

/** Version 2: all in the URL. @throws Refusal: invalid_request, limit_too_large */
export function readArrayRequest(query: Readonly<Record<string, unknown>>): PageAsked & { direction: 'asc' | 'desc' } {
  const errors: FieldError[] = []
  const page = readPage(query, 1, errors)
  const { order = 'des' } = query
  const direction = order === 'asc' ? 'asc' : 'desc'
  if (!['asc', 'des', 'desc'].includes(order as never)) errors.push({ field: 'order', message: 'must be asc or des' })
  if (errors.length > 0) refuseWith(errors)
  refuseLargeLimit(page.limit)
  return { ...page, direction }
}

/** 3.0 to 3.3. @throws Refusal: invalid_request, limit_too_large */
export function readFilteredRequest(body: unknown): PageAsked & DescribedFilter {
  const errors: FieldError[] = []
  const fields = readFields(body)
  const request = { ...readPage(fields, 1, errors), ...readFilter(readInner(fields, 'filter', errors), errors) }
  if (errors.length > 0) refuseWith(errors)
  refuseLargeLimit(request.limit)
  return request
}

/** 3.5 and later. @throws Refusal invalid_request */
export function readCursorRequest(body: unknown): DescribedFilter & { cursor: string | undefined; limit: number } {
  const errors: FieldError[] = []
  const fields = readFields(body)
  const token = Object.hasOwn(fields, 'token') ? fields.token : undefined
  const isToken = token === undefined || token === null || typeof token === 'string'
  if (!isToken) errors.push({ field: 'token', message: 'must be a string that an answer gave as next_token' })
  const request = {
    limit: readWholeNumber(fields, 'limit', { least: 1, most: 50, ifMissing: 20 }, errors),
    ...readFilter(readInner(fields, 'filter', errors), errors),
  }
  if (errors.length > 0) refuseWith(errors)
  return { ...request, cursor: typeof token === 'string' && token !== '' ? token : undefined }
}
