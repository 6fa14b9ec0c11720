import { absolutePathMessage, isAbsolutePath, scanAreas } from '@muster/core/action/types/scan-threats.ts'
import type { FieldError } from '@muster/core/error-code.ts'
import type { ParamsRead } from './wire-word.ts'

type Params = Readonly<Record<string, unknown>>

export const noParams = (): ParamsRead => ({ params: {} })

export function readExemptParams(sent: Params): ParamsRead {
  const hours = own(sent, 'exempt_time', 0)
  if (isInteger(hours) && hours >= 0 && hours < 65_000) return { params: { hours } }
  return refuse('exempt_time', 'must be a whole number of hours, at least 0 and less than 65000')
}

export function readGroupParams(sent: Params): ParamsRead {
  const group = own(sent, 'group_id', 'default')
  if (typeof group === 'string' && group.length >= 1 && group.length <= 128) {
    // What the database does not store becomes a character that no group's id has: the group is unknown.
    return { params: { group_id: group.replaceAll(/[\p{Cc}\p{Cs}]/gu, '\ufffd') } }
  }
  return refuse('group_id', 'must be a string of 1 to 128 characters')
}

/** Numbers of the vendor's `scan_types`, in the order of our areas. */
const specificPath = scanAreas.indexOf('path')

/** With `full_scan` 1 the rest is checked and then left out: everything is scanned anyway. */
export function readScanParams(sent: Params): ParamsRead {
  const types = own(sent, 'scan_types')
  const path = own(sent, 'path')
  const full = own(sent, 'full_scan', types === undefined && path === undefined ? 1 : 0)
  if (full !== 0 && full !== 1) return refuse('full_scan', 'must be 0 (custom) or 1 (full)')
  if (types !== undefined && !isScanTypes(types)) {
    return refuse('scan_types', `must be an array of whole numbers from 0 to ${scanAreas.length - 1}`)
  }
  if (path !== undefined && !isPath(path)) {
    return refuse('path', 'must be a string of 1 to 4096 characters, none of them U+0000 or half a character')
  }
  if (path !== undefined && !isAbsolutePath(path)) return refuse('path', absolutePathMessage)
  if (path !== undefined && !types?.includes(specificPath)) {
    return refuse('path', `is allowed only with scan type ${specificPath}`)
  }
  if (types?.includes(specificPath) && path === undefined) {
    return refuse('path', `is needed by scan type ${specificPath}`)
  }
  if (full === 1) return { params: { full: true } }
  if (types === undefined || types.length === 0) return refuse('scan_types', 'a custom scan needs at least one')
  const areas = scanAreas.filter((_, number) => types.includes(number))
  return { params: { full: false, areas, ...(path !== undefined && { path }) } }
}

function isScanTypes(value: unknown): value is number[] {
  return Array.isArray(value) && value.length <= 64 && value.every((type) => isInteger(type) && type in scanAreas)
}

function isPath(value: unknown): value is string {
  if (typeof value !== 'string' || value.length < 1 || value.length > 4096) return false
  return !value.includes('\0') && value.isWellFormed()
}

function isInteger(value: unknown): value is number {
  return Number.isInteger(value)
}

function own(params: Params, key: string, ifMissing?: unknown): unknown {
  return Object.hasOwn(params, key) ? params[key] : ifMissing
}

function refuse(param: string, message: string): { errors: FieldError[] } {
  return { errors: [{ field: `params.${param}`, message }] }
}
