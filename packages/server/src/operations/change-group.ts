import type { Group, GroupChange } from '@muster/core/api/groups.ts'
import type { Caller } from '../caller.ts'
import { findGroup } from '../db/groups/list-groups.ts'
import { changeGroup as changeRow } from '../db/groups/write-groups.ts'
import type { Services } from '../services.ts'
import { noSuchGroup, toGroup } from './list-groups.ts'
import type { UnitOfWork } from './mutate.ts'
import { writeAudit } from './write-audit.ts'

/** A group's id stays: it is what actions and filters name. @throws Refusal not_found */
export async function changeGroup(
  { now }: Services,
  { tx }: UnitOfWork,
  caller: Caller,
  groupId: string,
  { name, description }: GroupChange,
): Promise<Group> {
  const { accountId } = caller
  const at = now()
  const found = await changeRow(tx, { accountId, groupId, name, description, at })
  if (!found) throw noSuchGroup(groupId)
  const group = toGroup((await findGroup(tx, accountId, groupId))!)
  await writeAudit(tx, caller, { at, event: 'group.changed', details: { group_id: groupId, name, description } })
  return group
}
