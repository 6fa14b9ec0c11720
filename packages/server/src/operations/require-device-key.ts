import { findDeviceKeys } from '../db/devices/find-device-keys.ts'
import type { Int8, Queryable } from '../db/pool.ts'
import { Refusal } from '../refusal.ts'

/** Of the device with this device id, else this hardware id. @throws Refusal not_found */
export async function requireDeviceKey(db: Queryable, accountId: number, identifier: string): Promise<Int8> {
  const [key] = await findDeviceKeys(db, { accountId, identifier, mac: null })
  if (key === undefined) throw new Refusal('not_found', 'There is no such device.')
  return key
}
