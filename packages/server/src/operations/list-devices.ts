import type { Device, DeviceSort } from '@muster/core/api/devices.ts'
import type { Page } from '@muster/core/api/page.ts'
import type { DeviceFilter } from '@muster/core/device/device-filter.ts'
import { Type } from 'typebox'
import type { Caller } from '../caller.ts'
import { listDevices as listRows } from '../db/devices/list-devices.ts'
import type { Services } from '../services.ts'
import { formatCursor, type PageRequest, parseCursor, toPage } from './page.ts'
import { toDevice } from './to-device.ts'

const cursorKey = Type.Tuple([
  Type.String({ pattern: '^[1-9][0-9]{0,17}$' }),
  Type.Union([Type.String({ maxLength: 300 }), Type.Null()]),
])

/** By default oldest first: a device that comes in meanwhile is on a later page. */
export async function listDevices(
  { pool, now }: Services,
  { accountId }: Caller,
  { filter, sort = 'added', cursor, limit }: PageRequest & { filter: DeviceFilter; sort?: DeviceSort | undefined },
): Promise<Page<Device>> {
  const list = `devices ${sort}`
  const [key, value] = parseCursor(list, cursorKey, cursor) ?? []
  const after = key === undefined ? undefined : { key, value: value ?? null }
  const at = now()
  const rows = await listRows(pool, { accountId, filter, at, sort, after, limit: limit + 1 })
  return toPage(
    rows,
    limit,
    ({ device_key, sort_value }) => formatCursor(list, [device_key, sort_value]),
    ({ sort_value: _, ...row }) => toDevice(row, at),
  )
}
