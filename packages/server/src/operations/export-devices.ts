import type { Device } from '@muster/core/api/devices.ts'
import { formatCsvRecord } from '@muster/core/csv/format-csv.ts'
import type { DeviceFilter } from '@muster/core/device/device-filter.ts'
import { emptyListCell, type ImportField, importFields } from '@muster/core/device/import/import-row.ts'
import type { Caller } from '../caller.ts'
import { type DevicePlace, listDevices as listRows } from '../db/devices/list-devices.ts'
import type { Services } from '../services.ts'
import { toDevice } from './to-device.ts'

const rowsPerPage = 1000

/**
 * The devices as CSV with the columns of an import, a page of the database at a time; no cell is taken for a formula
 * by a spreadsheet.
 */
export async function* exportDevices(
  { pool, now }: Services,
  { accountId }: Caller,
  filter: DeviceFilter,
): AsyncGenerator<string, void> {
  yield formatCsvRecord(importFields)
  const at = now()
  let after: DevicePlace | undefined
  do {
    const rows = await listRows(pool, { accountId, filter, at, sort: 'added', after, limit: rowsPerPage })
    yield rows.map(({ sort_value: _, ...row }) => formatDevice(toDevice(row, at))).join('')
    after = rows.length === rowsPerPage ? { key: rows.at(-1)!.device_key, value: null } : undefined
  } while (after !== undefined)
}

function formatDevice(device: Device): string {
  return formatCsvRecord(importFields.map((field) => cellOf(device[field satisfies ImportField])))
}

function cellOf(value: string | readonly string[] | null): string {
  if (value === null || typeof value === 'string') return value ?? ''
  return value.length === 0 ? emptyListCell : value.join(' ')
}
