import type { Int8, Tx } from '../pool.ts'

export interface DeviceMarks {
  readonly deviceKey: Int8
  /** Of core/device/hardware. */
  readonly marks: readonly string[]
}

export async function saveHardware(tx: Tx, accountId: number, devices: readonly DeviceMarks[]): Promise<void> {
  if (devices.length === 0) return
  await tx.query({
    name: 'save-hardware',
    text: `update device_record r set hardware = string_to_array(given.marks, ',')
           from unnest($2::bigint[], $3::text[]) as given (device_key, marks)
           where r.account_id = $1 and r.device_key = any($2) and r.device_key = given.device_key`,
    values: [accountId, devices.map(({ deviceKey }) => deviceKey), devices.map(({ marks }) => marks.join())],
  })
}
