import type { DeviceSort } from '@muster/core/api/devices.ts'
import type { DeviceFilter } from '@muster/core/device/device-filter.ts'

/** What the address of the list says: the filter, word for word as the API takes it, and the order. */
export type DeviceSearch = DeviceFilter & { sort?: DeviceSort }

type KeyOf<Value> = {
  [Key in keyof DeviceFilter]-?: NonNullable<DeviceFilter[Key]> extends Value ? Key : never
}[keyof DeviceFilter]

const listKeys = [
  'device_type',
  'os',
  'status',
  'severity',
  'agent_type',
  'group_id',
  'agent_version',
  'exempt_by',
  'identity',
  'finding_sha256',
  'finding_signature',
] as const satisfies readonly KeyOf<readonly string[]>[]

const booleanKeys = [
  'online',
  'ever_seen',
  'enrolled',
  'ignored',
  'exempt',
] as const satisfies readonly KeyOf<boolean>[]

const numberKeys = ['last_seen_within', 'exempt_ends_within'] as const satisfies readonly KeyOf<number>[]

const textKeys = [
  'agent_version_below',
  'agent_version_from',
  'last_seen_after',
  'last_seen_before',
  'q',
] as const satisfies readonly KeyOf<string>[]

/** Values that cannot be are left to the server, which says so: a filter that is misread would show too much. */
export function readDeviceSearch(search: Record<string, unknown>): DeviceSearch {
  const read: Record<string, unknown> = {}
  for (const key of listKeys) {
    const values = Array.isArray(search[key])
      ? search[key]
      : key === 'identity' || key === 'finding_signature'
        ? [search[key]]
        : String(search[key] ?? '').split(',')
    const given = values.filter((value) => value !== undefined && value !== '')
    if (given.length > 0) read[key] = given.map(String)
  }
  for (const key of booleanKeys) if (search[key] !== undefined) read[key] = String(search[key]) === 'true'
  for (const key of numberKeys) if (search[key] !== undefined) read[key] = Number(search[key])
  for (const key of textKeys) if (search[key] !== undefined && search[key] !== '') read[key] = String(search[key])
  if (search.sort !== undefined) read.sort = String(search.sort)
  return read as DeviceSearch
}

export function filterOf({ sort: _, ...filter }: DeviceSearch): DeviceFilter {
  return filter
}

export function isFiltered(filter: DeviceFilter): boolean {
  return Object.keys(filter).length > 0
}
