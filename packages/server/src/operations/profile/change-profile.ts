import type { PasswordChange, ProfileChange } from '@muster/core/api/second-factors.ts'
import type { User } from '@muster/core/api/users.ts'
import type { Caller } from '../../caller.ts'
import { forgetCeremonies } from '../../db/sign-in/ceremonies.ts'
import { endSessions } from '../../db/sign-in/sessions.ts'
import { changeUser, setPassword } from '../../db/users/write-users.ts'
import type { Services } from '../../services.ts'
import type { UnitOfWork } from '../mutate.ts'
import { checkNewPassword, hashPassword } from '../sign-in/passwords.ts'
import { requireUser, toUser } from '../users/to-user.ts'
import { writeAudit } from '../write-audit.ts'

export async function changeProfile(
  { now }: Services,
  { tx }: UnitOfWork,
  caller: Caller,
  { name }: ProfileChange,
): Promise<User> {
  const key = { accountId: caller.accountId, userId: caller.userId! }
  const at = now()
  await changeUser(tx, key, { name })
  const user = toUser(await requireUser(tx, key.accountId, key.userId), at)
  await writeAudit(tx, caller, { at, event: 'user.changed', details: { user_id: key.userId, name } })
  return user
}

/** One's other sessions are over: the old password may be why it is changed. @throws Refusal invalid_request */
export async function changePassword(
  { now }: Services,
  { tx }: UnitOfWork,
  caller: Caller,
  { password }: PasswordChange,
): Promise<User> {
  const key = { accountId: caller.accountId, userId: caller.userId! }
  const at = now()
  checkNewPassword(password, caller.userName!)
  await setPassword(tx, key, await hashPassword(password))
  await forgetCeremonies(tx, key)
  const ended = await endSessions(tx, { ...key, at, exceptId: caller.session!.id })
  const user = toUser(await requireUser(tx, key.accountId, key.userId), at)
  await writeAudit(tx, caller, { at, event: 'user.password_changed', details: { sessions: ended.length } })
  return user
}
