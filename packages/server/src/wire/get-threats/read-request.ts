import type { FieldError } from '@muster/core/error-code.ts'
import { readObject, refuseWith } from '../read-body.ts'
import { readFlag, readInner, readPage, refuseLargeLimit } from '../read-fields.ts'

export interface ThreatsRequest {
  /** A device id, hardware id or MAC address. */
  readonly identifier: string
  /** From 1. */
  readonly page: number
  readonly limit: number
  /** Which of the two lists are asked for. */
  readonly wants: { readonly scans: boolean; readonly localProducts: boolean }
}

const limitDefault = 50

/** @throws Refusal: invalid_request with all that is wrong, limit_too_large */
export function readThreatsRequest(query: Readonly<Record<string, unknown>>, body: unknown): ThreatsRequest {
  const fields = readObject(body)
  const errors: FieldError[] = []
  const verbose = readInner(fields, 'verbose', errors)
  const wants = (name: string) => readFlag(verbose, name, { field: `verbose.${name}`, ifMissing: true }, errors)
  const request = {
    identifier: readIdentifier(fields.id, errors),
    ...readPage(query, limitDefault, errors),
    wants: { scans: wants('antimalware_scan'), localProducts: wants('local_antimalware_threats') },
  }
  if (errors.length > 0) refuseWith(errors)
  refuseLargeLimit(request.limit)
  return request
}

function readIdentifier(id: unknown, errors: FieldError[]): string {
  if (typeof id === 'string' && id !== '') return id
  errors.push({ field: 'id', message: 'must be a device id or a MAC address' })
  return ''
}
