import { Compile } from 'typebox/compile'
import type { FieldError } from '../../error-code.ts'
import { looksLikeVersion } from '../agent-version.ts'
import { faultOfDeviceId, hasControlCharacters } from '../device-id.ts'
import { type MacAddress, parseMacAddress } from '../mac-address.ts'
import { type ImportField, ImportRow, importFields } from './import-row.ts'

/** A row that can be trusted: checked, MACs and abilities each once and in order. */
export type CheckedRow = Omit<ImportRow, 'macs'> & { readonly macs?: MacAddress[] }

const schema = Compile(ImportRow)

/** The row, or everything that is wrong with it. */
export function parseImportRow(value: unknown): CheckedRow | FieldError[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return [{ field: '', message: 'must be an object' }]
  }
  const said = Object.fromEntries(Object.entries(value).filter(([, content]) => content !== null))
  if (!schema.Check(said)) return toFieldErrors(said)
  const macs = said.macs?.map(parseMacAddress)
  const errors = [...findFaults(said)]
  for (const [index, mac] of macs?.entries() ?? []) {
    if (mac === undefined) errors.push({ field: 'macs', message: `"${said.macs?.[index]}" is not a MAC address` })
  }
  if (errors.length > 0) return errors
  return {
    ...said,
    ...(said.abilities && { abilities: [...new Set(said.abilities)].sort() }),
    ...(macs && { macs: [...new Set(macs as MacAddress[])] }),
  } as CheckedRow
}

function* findFaults(row: ImportRow): Generator<FieldError> {
  if (row.device_id === undefined && row.hwid === undefined) {
    yield { field: 'device_id', message: 'a device_id or a hwid is needed' }
  }
  for (const field of ['device_id', 'hwid'] as const) {
    const fault = row[field] === undefined ? undefined : faultOfDeviceId(row[field])
    if (fault) yield { field, message: fault }
  }
  for (const [field, value] of Object.entries(row)) {
    const texts = Array.isArray(value) ? value : [value]
    if (field === 'device_id' || field === 'hwid' || !texts.some(hasControlCharacters)) continue
    yield { field, message: 'must not contain control characters' }
  }
  if (row.agent_version && !looksLikeVersion(row.agent_version)) {
    yield { field: 'agent_version', message: 'must be numbers separated by dots, such as 7.6.231.0' }
  }
}

function toFieldErrors(row: object): FieldError[] {
  const unknown = Object.keys(row).filter((key) => !(importFields as string[]).includes(key))
  if (unknown.length > 0) {
    return unknown.map((field) => ({ field, message: `is not a field; there are ${importFields.join(', ')}` }))
  }
  const faults = new Map<string, string>()
  for (const { instancePath, message } of schema.Errors(row)) {
    const field = instancePath.split('/')[1] ?? ''
    if (!faults.has(field)) faults.set(field, allowedValues(field) ?? message)
  }
  return [...faults].map(([field, message]) => ({ field, message }))
}

function allowedValues(field: string): string | undefined {
  const property = ImportRow.properties[field as ImportField] as { enum?: readonly string[] } | undefined
  return property?.enum && `must be one of ${property.enum.join(', ')}`
}
