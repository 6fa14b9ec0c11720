import { createHmac } from 'node:crypto'
import type { EnrolAnew } from '@muster/core/agent/messages.ts'
import type { ConnectingRow } from '../db/agents/find-enrolled.ts'
import { addSeparationTokens } from '../db/duplicates/add-separation-tokens.ts'
import type { DuplicateRow } from '../db/duplicates/find-pending.ts'
import type { Services } from '../services.ts'
import { sha256Of } from '../sha256.ts'
import { uuidV7 } from '../uuid-v7.ts'
import { enrolAnewOrder } from './farewells.ts'
import type { AccountRing } from './keyring.ts'
import { mutateAgain } from './mutate.ts'

/** A machine that asks later is told the same token again, good for as long again. */
const tokenMilliseconds = 24 * 3600 * 1000

export interface Separation {
  readonly device: ConnectingRow
  readonly duplicate: DuplicateRow
}

/** Orders, one each, for copies to enrol as devices of their own. An administrator has decided it, and it is audited there. */
export async function separateMachines(
  services: Services,
  ring: AccountRing,
  accountId: number,
  separations: readonly Separation[],
): Promise<EnrolAnew[]> {
  const now = services.now()
  const tokens = separations.map(({ duplicate }) => tokenOf(ring, duplicate.duplicate_id))
  // Two copies of one device in one batch: one row.
  const rows = new Map(
    separations.map(({ device, duplicate }, index) => [
      duplicate.duplicate_id,
      {
        tokenId: uuidV7(now),
        tokenHash: sha256Of(tokens[index]!),
        duplicateId: duplicate.duplicate_id,
        deviceKey: device.device_key,
      },
    ]),
  )
  const expiresAt = new Date(now.getTime() + tokenMilliseconds)
  await mutateAgain(services, ({ tx }) => addSeparationTokens(tx, accountId, [...rows.values()], { now, expiresAt }))
  return separations.map(({ device }, index) =>
    enrolAnewOrder(ring, device.device_id, device.generation, tokens[index]!),
  )
}

/** Only its hash is kept, so it is made from the account's secret each time. */
function tokenOf({ sealKey }: AccountRing, duplicateId: string): string {
  const key = createHmac('sha256', sealKey).update('separation-token').digest()
  return `mse_${createHmac('sha256', key).update(duplicateId).digest('base64url')}`
}
