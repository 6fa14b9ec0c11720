import { agentTypes, deviceStatuses, operatingSystems } from '@muster/core/device/facts.ts'
import { addTestDevices } from '../../tests/support/fleet.ts'
import type { BenchServer } from '../support/server.ts'

export const fleetSize = 100_000
const devicesPerInsert = 20_000
const versions = ['7.6.71', '7.6.206', '8.0.1', '8.1.0', '9.2.4']
const pick = <T>(values: readonly T[], index: number) => values[index % values.length]!

/** Devices of mixed kinds, a fifth of them online, the others seen in the last hundred days or never. */
export async function addMixedFleet({ pool }: BenchServer): Promise<void> {
  const { rows } = await pool.query<{ account_id: number }>('select account_id from account')
  const accountId = rows[0]!.account_id
  const all = Array.from({ length: fleetSize }, (_, index) => ({
    deviceId: `device-${(index * 7919) % fleetSize}`,
    hwid: `HW-${index}`,
    hostname: `${pick(['alpha', 'Bravo', 'kiosk', 'lab', 'store'], index * 13)}-${(index * 104_729) % fleetSize}`,
    status: pick(deviceStatuses, index * 5),
    os: pick(operatingSystems, index * 7),
    agentType: pick(agentTypes, index * 11),
    agentVersion: pick(versions, index * 17),
    macs: [(index * 104_729 + 1) % 2 ** 40],
  }))
  for (let start = 0; start < all.length; start += devicesPerInsert) {
    await addTestDevices(pool, accountId, all.slice(start, start + devicesPerInsert))
  }
  await pool.query(
    `insert into device_presence (account_id, device_key, online, last_seen)
     select account_id, device_key, device_key % 5 = 0, now() - (device_key % 100) * interval '1 day'
     from device where device_key % 7 > 0`,
  )
  await pool.query('vacuum analyze')
}
