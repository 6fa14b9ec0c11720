import type { Inventory } from '@muster/core/agent/inventory.ts'
import type { Int8, Queryable } from '../pool.ts'
import { type DeviceRow, deviceColumns, wholeDevices } from './list-devices.ts'

/** A device with what its agent reported of it; nothing where none ever did. */
export interface DescribedDeviceRow extends DeviceRow {
  readonly generation: number
  readonly inventory: Partial<Inventory>
  readonly linked_user: string | null
  readonly linked_group: string | null
}

/** In the order of the keys; a device that was removed is not there. */
export async function describeDevices(
  db: Queryable,
  { accountId, keys, at }: { accountId: number; keys: readonly Int8[]; at: Date },
): Promise<DescribedDeviceRow[]> {
  const { rows } = await db.query<DescribedDeviceRow>({
    name: 'describe-devices',
    text: `select ${deviceColumns}, d.generation, r.inventory, l.user_name as linked_user, l.group_name as linked_group
           from ${wholeDevices}
           left join device_link l using (account_id, device_key)
           join unnest($3::bigint[]) with ordinality as asked (device_key, place) using (device_key)
           where d.account_id = $1 and d.device_key = any($3) and d.removed_at is null
           order by asked.place`,
    values: [accountId, at, keys],
  })
  return rows
}
