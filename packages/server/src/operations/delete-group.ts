import type { Caller } from '../caller.ts'
import { askForJudgment } from '../db/compliance/runs.ts'
import { countDevicesIn, lockGroup, moveDevices, moveEnrolmentTokens, removeGroup } from '../db/groups/write-groups.ts'
import { invalidField, Refusal } from '../refusal.ts'
import type { Services } from '../services.ts'
import { noSuchGroup } from './list-groups.ts'
import type { UnitOfWork } from './mutate.ts'
import { writeAudit } from './write-audit.ts'

export const defaultGroupId = 'default'

/**
 * Its devices go to the group that is named for them; deleted devices and enrolment tokens go along, to the default
 * group where none is named.
 * @throws Refusal not_found; conflict for the default group, and for a group with devices and no `moveTo`
 */
export async function deleteGroup(
  { now }: Services,
  { tx }: UnitOfWork,
  caller: Caller,
  { groupId, moveTo }: { groupId: string; moveTo?: string | undefined },
): Promise<{ moved: number }> {
  const { accountId } = caller
  if (groupId === defaultGroupId) throw new Refusal('conflict', 'The default group stays: new devices come into it.')
  if (moveTo === groupId) throw invalidField('move_to', 'must be another group')
  const at = now()
  // Both locks in one order, whichever group goes: two deletions that name each other do not wait for ever.
  const target = moveTo ?? defaultGroupId
  const locked = new Map<string, number | undefined>()
  for (const id of [groupId, target].sort()) locked.set(id, await lockGroup(tx, accountId, id))
  const from = locked.get(groupId)
  const to = locked.get(target)
  if (from === undefined) throw noSuchGroup(groupId)
  if (to === undefined) throw invalidField('move_to', `there is no group "${target}"`)
  const devices = moveTo === undefined ? await countDevicesIn(tx, accountId, from) : 0
  if (devices > 0) {
    throw new Refusal('conflict', `The group has ${devices} devices; say in move_to which group they go to.`, [
      { field: 'move_to', message: 'is needed for a group with devices' },
    ])
  }
  const moved = await moveDevices(tx, { accountId, from, to })
  if (moved > 0) await askForJudgment(tx, { accountId, groupKeys: [to], at })
  await moveEnrolmentTokens(tx, { accountId, from, to })
  await removeGroup(tx, accountId, from)
  await writeAudit(tx, caller, { at, event: 'group.deleted', details: { group_id: groupId, moved_to: target, moved } })
  return { moved }
}
