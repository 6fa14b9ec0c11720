import type { DeviceSort } from '@muster/core/api/devices.ts'
import type { FilterTable } from './filter-sql.ts'

export interface DeviceOrder {
  /** What is sorted by before the key; undefined: nothing. */
  readonly value: string | undefined
  /** Beside `device`, where the value is of another table. */
  readonly table: FilterTable | undefined
  readonly direction: 'asc' | 'desc'
}

// Stays the same from page to page: `now` would not. Never comes last in either direction.
const seen = (never: string) =>
  `case when p.online then '9999-01-01Z'::timestamptz else coalesce(p.last_seen, '${never}'::timestamptz) end`

/** How a list is sorted; equal values by the device's key, which is unique. */
export function deviceOrder(sort: DeviceSort): DeviceOrder {
  const direction = sort.startsWith('-') ? 'desc' : 'asc'
  switch (sort) {
    case 'added':
    case '-added':
      return { value: undefined, table: undefined, direction }
    case 'hostname':
    case '-hostname':
      return { value: 'lower(r.hostname)', table: 'record', direction }
    case 'device_id':
    case '-device_id':
      return { value: 'd.device_id', table: undefined, direction }
    case 'last_seen':
    case '-last_seen':
      return { value: seen(direction === 'asc' ? 'infinity' : '-infinity'), table: 'presence', direction }
  }
}
