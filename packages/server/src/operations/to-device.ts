import type { Device } from '@muster/core/api/devices.ts'
import { severityOfCode } from '@muster/core/compliance/severity.ts'
import { statusOfCode } from '@muster/core/device/facts.ts'
import { formatMacAddress, macAddressFromNumber } from '@muster/core/device/mac-address.ts'
import type { DeviceRow } from '../db/devices/list-devices.ts'

/** A device as the native API shows it; an exemption that is over is not shown. */
export function toDevice(row: DeviceRow, now: Date): Device {
  const { device_key: _, exempt_by, exempt_until, exempt_critical, status, severity, macs, ...rest } = row
  const { enrolled_at, last_seen } = row
  return {
    ...rest,
    status: statusOfCode(status),
    severity: severityOfCode(severity),
    macs: (macs ?? []).map((mac) => formatMacAddress(macAddressFromNumber(Number(mac)))),
    exemption: toExemption(row, now),
    enrolled_at: enrolled_at.toISOString(),
    last_seen: last_seen?.toISOString() ?? null,
  }
}

function toExemption({ exempt_by, exempt_until, exempt_critical }: DeviceRow, now: Date): Device['exemption'] {
  if (exempt_by === null || exempt_until === null) return null
  const exemption = { action_id: exempt_by, scope: exempt_critical ? 'critical' : 'all' } as const
  if (typeof exempt_until === 'number') return { ...exemption, until: null }
  return exempt_until > now ? { ...exemption, until: exempt_until.toISOString() } : null
}
