import type { User } from '@muster/core/api/users.ts'
import type { Caller } from '../../caller.ts'
import { revokeFamiliesOfUser } from '../../db/oauth/token-families.ts'
import { deleteSavedViewsOf } from '../../db/saved-views/saved-views.ts'
import { forgetCeremonies } from '../../db/sign-in/ceremonies.ts'
import { endSessions } from '../../db/sign-in/sessions.ts'
import { removeUser, setDisabled } from '../../db/users/write-users.ts'
import type { Services } from '../../services.ts'
import type { UnitOfWork } from '../mutate.ts'
import { ownerOfUser } from '../saved-views.ts'
import { writeAudit } from '../write-audit.ts'
import { keepAnAdministrator, lockUser } from './keep-an-administrator.ts'
import { requireUser, toUser } from './to-user.ts'

/**
 * Ends the user's sessions, and the tokens of applications that act for him; commands of it that no agent holds yet are kept back: whose they are is looked at when they
 * are claimed. Twice is harmless. @throws Refusal not_found, conflict (the last administrator)
 */
export async function disableUser(
  { now }: Services,
  { tx }: UnitOfWork,
  caller: Caller,
  userId: string,
): Promise<User> {
  const { accountId } = caller
  const at = now()
  const before = await lockUser(tx, accountId, userId)
  await keepAnAdministrator(tx, before)
  await setDisabled(tx, { accountId, userId }, at)
  await forgetCeremonies(tx, { accountId, userId })
  const sessions = await endSessions(tx, { accountId, userId, at })
  const authorizations = await revokeFamiliesOfUser(tx, { accountId, userId, at })
  const after = toUser(await requireUser(tx, accountId, userId), at)
  await writeAudit(tx, caller, {
    at,
    event: 'user.disabled',
    details: { user_id: userId, email: before.email, sessions: sessions.length, authorizations },
  })
  return after
}

/** What was kept back stays so: work of long ago does not begin in a heap. @throws Refusal not_found */
export async function enableUser({ now }: Services, { tx }: UnitOfWork, caller: Caller, userId: string): Promise<User> {
  const { accountId } = caller
  const at = now()
  await lockUser(tx, accountId, userId)
  await setDisabled(tx, { accountId, userId }, null)
  const after = toUser(await requireUser(tx, accountId, userId), at)
  await writeAudit(tx, caller, { at, event: 'user.enabled', details: { user_id: userId, email: after.email } })
  return after
}

/** As it was; the saved views go with it. What the user did stays in the audit log, by e-mail address and id. @throws Refusal not_found, conflict */
export async function deleteUser({ now }: Services, { tx }: UnitOfWork, caller: Caller, userId: string): Promise<User> {
  const { accountId } = caller
  const at = now()
  const before = await lockUser(tx, accountId, userId)
  await keepAnAdministrator(tx, before)
  await removeUser(tx, { accountId, userId })
  await deleteSavedViewsOf(tx, ownerOfUser(accountId, userId))
  await writeAudit(tx, caller, {
    at,
    event: 'user.deleted',
    details: { user_id: userId, email: before.email, name: before.name, role: before.role },
  })
  return toUser(before, at)
}
