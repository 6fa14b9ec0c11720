import type { Inventory } from '@muster/core/agent/inventory.ts'
import type { Device } from '@muster/core/api/devices.ts'
import { type DescribedDeviceRow, describeDevices as describeRows } from '../db/devices/describe-devices.ts'
import type { Int8, Queryable } from '../db/pool.ts'
import type { Enrolment } from './remediation/remediation-token.ts'
import { toDevice } from './to-device.ts'

/** All that is known of a device, as it is now. */
export interface DescribedDevice extends Device {
  readonly enrolment: Enrolment
  /** As its agent reported it last; empty where none did. */
  readonly inventory: Partial<Inventory>
  /** Whom an integration said it belongs to. */
  readonly linked: { readonly user: string; readonly group: string | null } | null
}

/** In the order of the keys; by key, as a device may go meanwhile. */
export async function describeDevices(
  db: Queryable,
  { accountId, keys, at }: { accountId: number; keys: readonly Int8[]; at: Date },
): Promise<Map<Int8, DescribedDevice>> {
  if (keys.length === 0) return new Map()
  const rows = await describeRows(db, { accountId, keys, at })
  return new Map(rows.map((row) => [row.device_key, toDescribed(row, at)]))
}

function toDescribed(
  { inventory, generation, linked_user, linked_group, ...row }: DescribedDeviceRow,
  at: Date,
): DescribedDevice {
  const device = toDevice(row, at)
  return {
    ...device,
    enrolment: { deviceKey: row.device_key, generation },
    // What is kept of a device that is connected is minutes old: it is seen now.
    last_seen: device.online ? at.toISOString() : device.last_seen,
    inventory,
    linked: linked_user === null ? null : { user: linked_user, group: linked_group },
  }
}
