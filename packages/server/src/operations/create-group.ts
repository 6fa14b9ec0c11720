import type { Group, NewGroup } from '@muster/core/api/groups.ts'
import type { Caller } from '../caller.ts'
import { findGroup } from '../db/groups/list-groups.ts'
import { addGroup } from '../db/groups/write-groups.ts'
import { Refusal } from '../refusal.ts'
import type { Services } from '../services.ts'
import { uuidV7 } from '../uuid-v7.ts'
import { toGroup } from './list-groups.ts'
import type { UnitOfWork } from './mutate.ts'
import { writeAudit } from './write-audit.ts'

/** @throws Refusal conflict where the id is taken */
export async function createGroup(
  { now }: Services,
  { tx }: UnitOfWork,
  caller: Caller,
  { name, description = '', group_id }: NewGroup,
): Promise<Group> {
  const { accountId } = caller
  const at = now()
  const groupId = group_id ?? uuidV7(at)
  const added = await addGroup(tx, { accountId, groupId, name, description, at })
  if (!added) throw new Refusal('conflict', `There is a group "${groupId}" already.`)
  const group = toGroup((await findGroup(tx, accountId, groupId))!)
  await writeAudit(tx, caller, { at, event: 'group.created', details: { group_id: groupId, name, description } })
  return group
}
