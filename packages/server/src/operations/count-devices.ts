import type { DeviceCount } from '@muster/core/api/devices.ts'
import type { DeviceFilter } from '@muster/core/device/device-filter.ts'
import type { Caller } from '../caller.ts'
import { countDevices as countRows } from '../db/devices/count-devices.ts'
import type { Services } from '../services.ts'

/** How many devices the filter lists, and of how many. */
export async function countDevices(
  { pool, now }: Services,
  { accountId }: Caller,
  filter: DeviceFilter,
): Promise<DeviceCount> {
  const at = now()
  const [devices, of] = await Promise.all([
    countRows(pool, { accountId, filter, at }),
    countRows(pool, { accountId, filter: {}, at }),
  ])
  return { devices, of }
}
