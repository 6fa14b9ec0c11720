import type { FieldError } from '@muster/core/error-code.ts'
import { Refusal } from '../../refusal.ts'
import { readObject, refuseWith } from '../read-body.ts'

export interface ThreatsRequest {
  /** A device id, hardware id or MAC address. */
  readonly identifier: string
  /** From 1. */
  readonly page: number
  readonly limit: number
  /** Which of the two lists are asked for. */
  readonly wants: { readonly scans: boolean; readonly localProducts: boolean }
}

const limitMax = 50

/** @throws Refusal: invalid_request with all that is wrong, limit_too_large */
export function readThreatsRequest(query: Readonly<Record<string, unknown>>, body: unknown): ThreatsRequest {
  const fields = readObject(body)
  const errors: FieldError[] = []
  const verbose = Object.hasOwn(fields, 'verbose') ? fields.verbose : {}
  if (!isObject(verbose)) errors.push({ field: 'verbose', message: 'must be an object' })
  const request = {
    identifier: readIdentifier(fields.id, errors),
    page: readCount(query, 'page', errors) ?? 1,
    limit: readCount(query, 'limit', errors) ?? limitMax,
    wants: {
      scans: readFlag(verbose, 'antimalware_scan', errors),
      localProducts: readFlag(verbose, 'local_antimalware_threats', errors),
    },
  }
  if (errors.length > 0) refuseWith(errors)
  if (request.limit <= limitMax) return request
  const message = `must be at most ${limitMax}`
  throw new Refusal('limit_too_large', `limit: ${message}`, [{ field: 'limit', message }])
}

function readIdentifier(id: unknown, errors: FieldError[]): string {
  if (typeof id === 'string' && id !== '') return id
  errors.push({ field: 'id', message: 'must be a device id or a MAC address' })
  return ''
}

/** 1 where nothing is said. */
function readFlag(verbose: unknown, name: string, errors: FieldError[]): boolean {
  if (!isObject(verbose) || !Object.hasOwn(verbose, name)) return true
  const value = verbose[name]
  if (value !== 0 && value !== 1) errors.push({ field: `verbose.${name}`, message: 'must be 0 or 1' })
  return value === 1
}

function readCount(query: Readonly<Record<string, unknown>>, field: string, errors: FieldError[]): number | undefined {
  const value = query[field]
  if (value === undefined) return undefined
  if (typeof value === 'string' && /^[1-9]\d{0,8}$/.test(value)) return Number(value)
  errors.push({ field, message: 'must be a whole number from 1 on' })
  return undefined
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
