import { parseMacAddressNumber } from '@muster/core/device/mac-address.ts'
import { findDeviceKeys } from '../db/devices/find-device-keys.ts'
import type { Int8, Queryable } from '../db/pool.ts'
import { Refusal } from '../refusal.ts'

/** Of the device with this device id, else this hardware id. @throws Refusal not_found */
export async function requireDeviceKey(db: Queryable, accountId: number, identifier: string): Promise<Int8> {
  const [key] = await findDeviceKeys(db, { accountId, identifier, mac: null })
  if (key === undefined) throw new Refusal('not_found', 'There is no such device.')
  return key
}

/** Of the device with this device id, else this hardware id, else this MAC address, if it is the only one. @throws Refusal not_found */
export async function requireNamedDevice(db: Queryable, accountId: number, identifier: string): Promise<Int8> {
  const mac = parseMacAddressNumber(identifier) ?? null
  const keys = await findDeviceKeys(db, { accountId, identifier, mac })
  if (keys.length === 1) return keys[0]!
  throw new Refusal(
    'not_found',
    keys.length === 0
      ? 'No device of this account has this id or MAC address.'
      : 'Several devices of this account report this MAC address; name the device by its id.',
  )
}
