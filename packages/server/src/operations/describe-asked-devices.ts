import { parseMacAddressNumber } from '@muster/core/device/mac-address.ts'
import type { Caller } from '../caller.ts'
import { type AskedDevice, findAskedKeys } from '../db/devices/find-asked-keys.ts'
import { Refusal } from '../refusal.ts'
import type { Services } from '../services.ts'
import { type DescribedDevice, describeDevices } from './describe-devices.ts'

/** `id`: a device id or a hardware id; `mac`: a MAC address; `any`: either, the ids first. */
export type AskedBy = 'id' | 'mac' | 'any'

/** By place; undefined where no device has the identifier, or several report the MAC address: none is guessed. */
export async function describeAskedDevices(
  { pool, now }: Services,
  { accountId }: Caller,
  { by, identifiers }: { by: AskedBy; identifiers: readonly string[] },
): Promise<(DescribedDevice | undefined)[]> {
  const at = now()
  const asked = identifiers.map((identifier) => toAsked(by, identifier))
  const named = await findAskedKeys(pool, accountId, asked)
  const keys = named.map((own) => (own.length === 1 ? own[0] : undefined))
  const found = [...new Set(keys.filter((key) => key !== undefined))]
  const devices = await describeDevices(pool, { accountId, keys: found, at })
  return keys.map((key) => (key === undefined ? undefined : devices.get(key)))
}

/** @throws Refusal not_found */
export async function describeAskedDevice(
  services: Services,
  caller: Caller,
  by: AskedBy,
  identifier: string,
): Promise<DescribedDevice> {
  const [device] = await describeAskedDevices(services, caller, { by, identifiers: [identifier] })
  if (device !== undefined) return device
  throw new Refusal('not_found', 'No device of this account has this identifier, or several report this MAC address.')
}

export function toAsked(by: AskedBy, identifier: string): AskedDevice {
  return {
    identifier: by === 'mac' ? null : identifier,
    mac: by === 'id' ? null : (parseMacAddressNumber(identifier) ?? null),
  }
}
