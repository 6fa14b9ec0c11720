import type { FieldError } from '@muster/core/error-code.ts'
import { refuseWith } from '../read-body.ts'
import { readFields, readFlag, readInner, readWholeNumber } from '../read-fields.ts'

type Fields = Readonly<Record<string, unknown>>

const idsMax = 50

/** Whether the system and its network are told. @throws Refusal invalid_request */
export function readVerbose(body: unknown): boolean {
  const errors: FieldError[] = []
  const tellsSystem = readSystemFlag(readFields(body), errors)
  if (errors.length > 0) refuseWith(errors)
  return tellsSystem
}

/**
 * 3.1 and later. `opt` says of what kind the ids are (0 ours or a MAC address, 1 another system's): no other system's
 * are kept here, so both look for the same. @throws Refusal invalid_request
 */
export function readDetailRequest(body: unknown): { ids: readonly string[]; tellsSystem: boolean } {
  const errors: FieldError[] = []
  const fields = readFields(body)
  readWholeNumber(fields, 'opt', { least: 0, most: 1, ifMissing: 0 }, errors)
  const request = { ids: readIds(fields, errors), tellsSystem: readSystemFlag(fields, errors) }
  if (errors.length > 0) refuseWith(errors)
  return request
}

function readIds(fields: Fields, errors: FieldError[]): readonly string[] {
  const ids = Object.hasOwn(fields, 'ids') ? fields.ids : undefined
  const isList = Array.isArray(ids) && ids.every((id) => typeof id === 'string')
  if (isList && ids.length >= 1 && ids.length <= idsMax) return ids
  errors.push({ field: 'ids', message: `must be a list of 1 to ${idsMax} device ids or MAC addresses` })
  return []
}

function readSystemFlag(fields: Fields, errors: FieldError[]): boolean {
  const verbose = readInner(fields, 'verbose', errors)
  return readFlag(verbose, 'system_info', { field: 'verbose.system_info', ifMissing: true }, errors)
}
