import type { User } from '@muster/core/api/users.ts'
import type { Caller } from '../../caller.ts'
import { forgetCeremonies } from '../../db/sign-in/ceremonies.ts'
import { removePasskeysOf } from '../../db/sign-in/passkeys.ts'
import { replaceRecoveryCodes } from '../../db/sign-in/recovery-codes.ts'
import { endSessions } from '../../db/sign-in/sessions.ts'
import { removeTotp } from '../../db/sign-in/totp.ts'
import type { Services } from '../../services.ts'
import type { UnitOfWork } from '../mutate.ts'
import { writeAudit } from '../write-audit.ts'
import { keepAnAdministrator, lockUser } from './keep-an-administrator.ts'
import { requireUser, toUser } from './to-user.ts'

/**
 * For whoever lost all of them: the password alone signs in again. Sessions are over: a thief may have what was lost.
 * @throws Refusal not_found; conflict where the last administrator has nothing else to sign in with
 */
export async function resetSecondFactors(
  { now }: Services,
  { tx }: UnitOfWork,
  caller: Caller,
  userId: string,
): Promise<User> {
  const { accountId } = caller
  const at = now()
  const before = await lockUser(tx, accountId, userId)
  if (!before.has_password && before.identities.length === 0) await keepAnAdministrator(tx, before)
  await removeTotp(tx, { accountId, userId })
  await removePasskeysOf(tx, accountId, userId)
  await replaceRecoveryCodes(tx, { accountId, userId }, [])
  await forgetCeremonies(tx, { accountId, userId })
  await endSessions(tx, { accountId, userId, at })
  const after = toUser(await requireUser(tx, accountId, userId), at)
  await writeAudit(tx, caller, {
    at,
    event: 'user.second_factor_removed',
    details: { user_id: userId, email: before.email, totp: before.totp, passkeys: before.passkeys },
  })
  return after
}
