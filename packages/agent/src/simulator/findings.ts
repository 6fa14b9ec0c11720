import type { Checks } from '@muster/core/agent/messages.ts'
import { type CheckName, type CheckResult, checkNames } from '@muster/core/compliance/check-name.ts'
import { randomFrom } from './random.ts'

/** How often, of a hundred devices, a check fails; what is not here passes everywhere. */
const failing: Readonly<Partial<Record<CheckName, number>>> = {
  disk_encryption: 8,
  firewall: 5,
  antimalware_present: 3,
  antimalware_current: 10,
  os_updates: 30,
  reboot_pending: 15,
}

const facts: Readonly<Partial<Record<CheckName, Checks['checks'][number]['facts']>>> = {
  disk_encryption: { volumes: [{ mount: '/', device: '/dev/sda2', encrypted: false }] },
  antimalware_current: { engine: 'ClamAV', age_days: 23, current_days: 7 },
  os_updates: {
    source: 'apt',
    missing_total: 2,
    security_total: 1,
    missing: [
      { id: 'openssl', installed: '3.0.15-1', available: '3.0.17-1', security: true },
      { id: 'tzdata', installed: '2025a-0', available: '2025b-0' },
    ],
  },
  reboot_pending: { required: true },
}

/** What a simulated device finds: a mix over the fleet, the same whenever the device is asked. */
export function findingsOf(index: number, takenAt: number, lookedFor: readonly string[]): Checks {
  const random = randomFrom(0x5eed, index)
  return {
    type: 'checks',
    checks: checkNames.map((check) => {
      const result = resultOf(check, random.next() * 100, lookedFor)
      return { check, result, facts: result === 'fail' ? (facts[check] ?? {}) : {}, taken_at: takenAt }
    }),
    looked_for: [...lookedFor],
  }
}

function resultOf(check: CheckName, drawn: number, lookedFor: readonly string[]): CheckResult {
  if (check === 'screen_lock' || (check === 'unwanted_software' && lookedFor.length === 0)) return 'unknown'
  return drawn < (failing[check] ?? 0) ? 'fail' : 'pass'
}
