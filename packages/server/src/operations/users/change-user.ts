import type { User, UserChange } from '@muster/core/api/users.ts'
import type { Caller } from '../../caller.ts'
import { changeUser as changeRow } from '../../db/users/write-users.ts'
import type { Services } from '../../services.ts'
import type { UnitOfWork } from '../mutate.ts'
import { writeAudit } from '../write-audit.ts'
import { keepAnAdministrator, lockUser } from './keep-an-administrator.ts'
import { requireUser, toUser } from './to-user.ts'

/** A new role counts from the user's next request on. @throws Refusal not_found, conflict */
export async function changeUser(
  { now }: Services,
  { tx }: UnitOfWork,
  caller: Caller,
  { userId, change }: { userId: string; change: UserChange },
): Promise<User> {
  const { accountId } = caller
  const before = await lockUser(tx, accountId, userId)
  if (change.role !== undefined && change.role !== 'administrator') await keepAnAdministrator(tx, before)
  await changeRow(tx, { accountId, userId }, change)
  const at = now()
  const after = toUser(await requireUser(tx, accountId, userId), at)
  await writeAudit(tx, caller, {
    at,
    event: 'user.changed',
    details: { user_id: userId, email: before.email, ...change, role_before: before.role },
  })
  return after
}
