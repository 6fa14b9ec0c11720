import type { Duplicate, DuplicateResolution } from '@muster/core/api/duplicates.ts'
import type { Caller } from '../caller.ts'
import { addDeviceEvent } from '../db/agents/add-device-event.ts'
import { type DuplicateRow, lockDuplicate } from '../db/duplicates/find-pending.ts'
import { findDuplicate } from '../db/duplicates/list-duplicates.ts'
import { resolveDuplicate as resolve } from '../db/duplicates/resolve-duplicate.ts'
import { invalidField, Refusal } from '../refusal.ts'
import type { Services } from '../services.ts'
import { uuidV7 } from '../uuid-v7.ts'
import { toDuplicate } from './list-duplicates.ts'
import type { UnitOfWork } from './mutate.ts'
import { tellChanged } from './webhooks/tell-changed.ts'
import { writeAudit } from './write-audit.ts'

/**
 * Somebody says which is which, and the quarantine ends. `same`: the newcomer is the device, with other hardware.
 * `separate`: one of the two stays the device; the other becomes a device of its own when it connects again. `same`
 * after that: the other is gone, and nobody is waited for any more.
 * @throws Refusal not_found; conflict where it was said before, or cannot be so
 */
export async function resolveDuplicate(
  services: Services,
  { tx, afterCommit }: UnitOfWork,
  caller: Caller,
  duplicateId: string,
  { resolution, keeps = 'known' }: DuplicateResolution,
): Promise<Duplicate> {
  const { accountId } = caller
  const found = await lockDuplicate(tx, accountId, duplicateId)
  if (found === undefined) throw new Refusal('not_found', 'There is no such duplicate.')
  // Of two that were to be separate, the other is gone: whoever comes is the device.
  const isLeftAlone = found.pending && found.resolution === 'separate' && resolution === 'same'
  if (found.resolution !== null && !isLeftAlone) {
    throw new Refusal('conflict', `It was resolved before: ${found.resolution}.`)
  }
  if (!isLeftAlone) checkPossible(found, { resolution, keeps })
  const at = services.now()
  const { device_key: deviceKey } = found
  const takesOver = !isLeftAlone && (resolution === 'same' || keeps === 'newcomer')
  const resolved = {
    accountId,
    duplicateId,
    deviceKey,
    resolution,
    keeps: resolution === 'separate' ? keeps : null,
    formerStatus: found.former_status,
    hardware: takesOver && found.newcomer_hardware.length > 0 ? found.newcomer_hardware : undefined,
    by: caller.userName ?? caller.application?.name ?? '',
    at,
  }
  await tellChanged(tx, { accountId, deviceKeys: [deviceKey], at }, () => resolve(tx, resolved))
  const details = { duplicate_id: duplicateId, resolution, ...(resolution === 'separate' && { keeps }) }
  await addDeviceEvent(tx, {
    accountId,
    eventId: uuidV7(at),
    deviceKey,
    at,
    event: 'quarantine_ended',
    details,
  })
  const row = (await findDuplicate(tx, accountId, duplicateId))!
  await writeAudit(tx, caller, {
    at,
    event: 'duplicate.resolved',
    deviceKey,
    details: { ...details, device_id: row.device_id },
  })
  afterCommit(() => services.bus.emit('devices-rejudged', { accountId, deviceKeys: [deviceKey] }))
  return toDuplicate(row)
}

function checkPossible({ found_by }: DuplicateRow, { resolution, keeps }: Required<DuplicateResolution>): void {
  if (resolution === 'same' && found_by === 'turns') {
    throw new Refusal('conflict', 'Two agents take turns as this device, so there are two: resolve it as separate.')
  }
  if (resolution === 'separate' && keeps === 'newcomer' && found_by === 'enrolment') {
    throw invalidField('keeps', 'the newcomer has not enrolled and cannot keep what it does not have')
  }
}
