import { Refusal } from '../../refusal.ts'
import { readObject, refuseWith } from '../read-body.ts'
import { readOption } from '../read-option.ts'

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

/** @throws Refusal: invalid_request, limit_too_large */
export function readThreatsRequest(query: Readonly<Record<string, unknown>>, body: unknown): ThreatsRequest {
  const fields = readObject(body)
  const { id } = fields
  if (typeof id !== 'string' || id === '') {
    refuseWith([{ field: 'id', message: 'must be a device id or a MAC address' }])
  }
  const limit = readCount(query, 'limit') ?? limitMax
  if (limit > limitMax) {
    throw new Refusal('limit_too_large', `The limit is at most ${limitMax}.`, [
      { field: 'limit', message: `must be at most ${limitMax}` },
    ])
  }
  const verbose = Object.hasOwn(fields, 'verbose') ? readVerbose(fields.verbose) : {}
  return {
    identifier: id,
    page: readCount(query, 'page') ?? 1,
    limit,
    wants: {
      scans: readOption(verbose, 'antimalware_scan', [0, 1], 1) === 1,
      localProducts: readOption(verbose, 'local_antimalware_threats', [0, 1], 1) === 1,
    },
  }
}

function readVerbose(value: unknown): Readonly<Record<string, unknown>> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>
  return refuseWith([{ field: 'verbose', message: 'must be an object' }])
}

function readCount(query: Readonly<Record<string, unknown>>, field: string): number | undefined {
  const value = query[field]
  if (value === undefined) return undefined
  if (typeof value === 'string' && /^[1-9]\d{0,8}$/.test(value)) return Number(value)
  return refuseWith([{ field, message: 'must be a whole number from 1 on' }])
}
