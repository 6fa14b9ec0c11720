import type { Caller } from '../caller.ts'
import { addDeviceEvents } from '../db/agents/add-device-event.ts'
import { type NewDuplicate, openDuplicates } from '../db/duplicates/open-duplicates.ts'
import type { Services } from '../services.ts'
import { uuidV7 } from '../uuid-v7.ts'
import type { AgentPeer } from './agent-caller.ts'
import type { UnitOfWork } from './mutate.ts'
import { tellChanged } from './webhooks/tell-changed.ts'
import { writeAudit } from './write-audit.ts'

export type FoundDuplicate = Omit<NewDuplicate, 'duplicateId'> & {
  readonly deviceId: string
  readonly from: AgentPeer
}

const listedMax = 100

/**
 * Devices that other machines pass for are quarantined: nothing is handed out to them until somebody says which is
 * which. One that is in doubt already stays as it is. To be called last in its transaction.
 */
export async function recordDuplicates(
  { now }: Services,
  { tx }: UnitOfWork,
  caller: Caller,
  found: readonly FoundDuplicate[],
): Promise<void> {
  if (found.length === 0) return
  const at = now()
  const { accountId } = caller
  const duplicates = found.map((one) => ({ ...one, duplicateId: uuidV7(at) }))
  const deviceKeys = found.map(({ deviceKey }) => deviceKey)
  const opened = await tellChanged(tx, { accountId, deviceKeys, at }, () =>
    openDuplicates(tx, accountId, duplicates, at),
  )
  const fresh = duplicates.filter(({ duplicateId }) => opened.has(duplicateId))
  if (fresh.length === 0) return
  await addDeviceEvents(
    tx,
    accountId,
    fresh.map(({ deviceKey, duplicateId, foundBy }) => ({
      eventId: uuidV7(at),
      deviceKey,
      at,
      event: 'quarantined',
      details: { duplicate_id: duplicateId, found_by: foundBy },
    })),
  )
  await writeAudit(tx, caller, {
    at,
    event: 'duplicate.found',
    deviceKey: fresh.length === 1 ? fresh[0]!.deviceKey : undefined,
    details: {
      count: fresh.length,
      duplicates: fresh.slice(0, listedMax).map(({ duplicateId, deviceId, foundBy, newcomer }) => ({
        duplicate_id: duplicateId,
        device_id: deviceId,
        found_by: foundBy,
        newcomer: { hostname: newcomer.hostname, peer: newcomer.peer },
      })),
    },
  })
}

/** What a machine is told that has to wait. */
export const duplicateMessage =
  'Another machine passes for the same device. Nothing is done until an administrator says which is which: ' +
  'muster duplicate list'

/** The same, where an administrator has said it. */
export const separatingMessage =
  'It cannot be told which of two machines this is until the other one has connected. If there is no other one any ' +
  'more, an administrator says so: muster duplicate resolve --same'
