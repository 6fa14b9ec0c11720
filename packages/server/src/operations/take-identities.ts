import type { Caller } from '../caller.ts'
import { type DeviceIdentity, saveDeviceIdentities } from '../db/identity/device-identities.ts'
import type { Tx } from '../db/pool.ts'
import { writeAudit } from './write-audit.ts'

export interface AnsweredCommand extends DeviceIdentity {
  readonly commandId: string
}

const listedMax = 100

/**
 * Makes what devices' users answered their devices' identities, with one audit entry for the set. What they answered
 * is personal data, and an audit log cannot be erased: the entry holds the names of the fields and not the values.
 */
export async function takeIdentities(tx: Tx, caller: Caller, at: Date, answered: readonly AnsweredCommand[]) {
  if (answered.length === 0) return
  await saveDeviceIdentities(tx, caller.accountId, answered, at)
  const [first] = answered as readonly [AnsweredCommand]
  const fields = [...new Set(answered.flatMap(({ identity }) => Object.keys(identity)))]
  await writeAudit(tx, caller, {
    at,
    event: 'device.identified',
    actionId: answered.every(({ actionId }) => actionId === first.actionId) ? first.actionId : undefined,
    deviceKey: answered.length === 1 ? first.deviceKey : undefined,
    details: {
      count: answered.length,
      fields,
      commands: answered.slice(0, listedMax).map(({ commandId }) => commandId),
    },
  })
}
