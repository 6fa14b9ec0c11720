import type { DeviceDetails } from '@muster/core/api/devices.ts'
import { expectConnect } from '@muster/core/device/habit.ts'
import type { Caller } from '../caller.ts'
import { findDevice as findRow } from '../db/devices/list-devices.ts'
import { listDeviceIdentities } from '../db/identity/device-identities.ts'
import { Refusal } from '../refusal.ts'
import type { Services } from '../services.ts'
import { showCompliance } from './compliance/list-issues.ts'
import { remediationLinks } from './remediation/remediation-links.ts'
import { toDevice } from './to-device.ts'

const identitiesMax = 100

/** By device id or hardware id. @throws Refusal not_found */
export async function findDevice(
  services: Services,
  { accountId }: Caller,
  identifier: string,
): Promise<DeviceDetails> {
  const { pool, now } = services
  const at = now()
  const row = await findRow(pool, { accountId, identifier, at })
  if (row === undefined) throw new Refusal('not_found', 'There is no such device.')
  const { connected_at, connects, generation, inventory, ...device } = row
  const identities = await listDeviceIdentities(pool, { accountId, deviceKey: row.device_key, limit: identitiesMax })
  const compliance = await showCompliance(pool, { accountId, deviceKey: row.device_key, at })
  const linkTo = await remediationLinks(services, accountId)
  return {
    ...toDevice(device, at),
    generation,
    remediation_url: linkTo({ deviceKey: row.device_key, generation }),
    connected_at: connected_at?.toISOString() ?? null,
    expected_at: (connects && expectConnect(connects, at)?.toISOString()) ?? null,
    ...compliance,
    identities: identities.map(({ action_id, answered_at, identity }) => ({
      answered_at: answered_at.toISOString(),
      action_id,
      user_identity: identity,
    })),
    inventory,
  }
}
