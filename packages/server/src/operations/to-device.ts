import type { Device } from '@muster/core/api/devices.ts'
import { statusOfCode } from '@muster/core/device/facts.ts'
import { formatMacAddress, macAddressFromNumber } from '@muster/core/device/mac-address.ts'
import type { DeviceRow } from '../db/devices/list-devices.ts'

/** A device as the native API shows it; an exemption that is over is not shown. */
export function toDevice(row: DeviceRow, now: Date): Device {
  const { device_key: _, exempt_by, exempt_until, status, macs, enrolled_at, last_seen, ...rest } = row
  return {
    ...rest,
    status: statusOfCode(status),
    macs: (macs ?? []).map((mac) => formatMacAddress(macAddressFromNumber(Number(mac)))),
    exemption: toExemption(exempt_by, exempt_until, now),
    enrolled_at: enrolled_at.toISOString(),
    last_seen: last_seen?.toISOString() ?? null,
  }
}

function toExemption(by: string | null, until: DeviceRow['exempt_until'], now: Date): Device['exemption'] {
  if (by === null || until === null) return null
  if (typeof until === 'number') return { action_id: by, until: null }
  return until > now ? { action_id: by, until: until.toISOString() } : null
}
