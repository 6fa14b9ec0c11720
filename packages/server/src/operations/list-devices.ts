import type { Device } from '@muster/core/api/devices.ts'
import type { Page } from '@muster/core/api/page.ts'
import type { DeviceFilter } from '@muster/core/device/device-filter.ts'
import { Type } from 'typebox'
import type { Caller } from '../caller.ts'
import { listDevices as listRows } from '../db/devices/list-devices.ts'
import type { Services } from '../services.ts'
import { formatCursor, type PageRequest, parseCursor, toPage } from './page.ts'
import { toDevice } from './to-device.ts'

const cursorKey = Type.Tuple([Type.String({ pattern: '^[1-9][0-9]{0,17}$' })])

/** Oldest first: a device that comes in meanwhile is on a later page. */
export async function listDevices(
  { pool, now }: Services,
  { accountId }: Caller,
  { filter, cursor, limit }: PageRequest & { filter: DeviceFilter },
): Promise<Page<Device>> {
  const [after] = parseCursor('devices', cursorKey, cursor) ?? []
  const at = now()
  const rows = await listRows(pool, { accountId, filter, at, after, limit: limit + 1 })
  return toPage(
    rows,
    limit,
    ({ device_key }) => formatCursor('devices', [device_key]),
    (row) => toDevice(row, at),
  )
}
