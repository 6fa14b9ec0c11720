import { type DeviceStatus, type OperatingSystem, statusOfCode } from '@muster/core/device/facts.ts'
import { formatMacAddress, macAddressFromNumber } from '@muster/core/device/mac-address.ts'
import type { Caller } from '../caller.ts'
import {
  listChangedKeys,
  pageChangedKeys,
  readStatusChanges,
  type StatusChangeRow,
} from '../db/devices/list-status-changes.ts'
import { Refusal } from '../refusal.ts'
import type { Services } from '../services.ts'
import { type DescribedDevice, describeDevices } from './describe-devices.ts'

export interface ChangedDevice {
  readonly device_id: string
  readonly hwid: string | null
  readonly macs: readonly string[]
  readonly status: DeviceStatus
  /** Deleted since then; its status is the one it had. */
  readonly removed: boolean
}

const portionSize = 2000

/**
 * Every device whose status may have changed within so many seconds, as it is when its portion is read: there may be as
 * many as the account has.
 */
export async function listStatusChanges(
  { pool, now }: Services,
  { accountId }: Caller,
  { ageSeconds, systems }: { ageSeconds: number; systems: readonly OperatingSystem[] | undefined },
): Promise<AsyncIterable<readonly ChangedDevice[]>> {
  const at = now()
  const since = new Date(at.getTime() - ageSeconds * 1000)
  const keys = await listChangedKeys(pool, { accountId, since })
  return readPortions()

  async function* readPortions() {
    for (let start = 0; start < keys.length; start += portionSize) {
      const portion = keys.slice(start, start + portionSize)
      yield (await readStatusChanges(pool, { accountId, since, at, systems, keys: portion })).map(toChanged)
    }
  }
}

function toChanged({ device_id, hwid, macs, status, removed }: StatusChangeRow): ChangedDevice {
  return {
    device_id,
    hwid,
    macs: macs === '' ? [] : macs.split(',').map((mac) => formatMacAddress(macAddressFromNumber(Number(mac)))),
    status: statusOfCode(status),
    removed,
  }
}

export interface StatusChangePage {
  readonly monitored: readonly DescribedDevice[]
  readonly deleted: readonly { readonly device_id: string; readonly hostname: string }[]
}

/** The same by numbered pages, with all that is known of the devices that are there. @throws Refusal page_beyond_last */
export async function pageStatusChanges(
  { pool, now }: Services,
  { accountId }: Caller,
  { ageSeconds, page, limit }: { ageSeconds: number; page: number; limit: number },
): Promise<StatusChangePage> {
  const at = now()
  const since = new Date(at.getTime() - ageSeconds * 1000)
  const changed = await pageChangedKeys(pool, { accountId, since, skip: (page - 1) * limit, limit })
  if (changed.length === 0 && page > 1) throw new Refusal('page_beyond_last')
  const rows = await readStatusChanges(pool, { accountId, since, at, keys: changed })
  const keys = rows.filter(({ removed }) => !removed).map(({ device_key }) => device_key)
  const devices = await describeDevices(pool, { accountId, keys, at })
  return { monitored: [...devices.values()], deleted: rows.filter(({ removed }) => removed) }
}
