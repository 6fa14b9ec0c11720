import type { NewTotp, RecoveryCodes, TotpCode } from '@muster/core/api/second-factors.ts'
import type { User } from '@muster/core/api/users.ts'
import type { Caller } from '../../caller.ts'
import { confirmTotp as confirmRow, findUnconfirmedTotp, removeTotp, saveTotpSecret } from '../../db/sign-in/totp.ts'
import { Refusal } from '../../refusal.ts'
import type { Services } from '../../services.ts'
import type { UnitOfWork } from '../mutate.ts'
import { sealSecret } from '../seal-secret.ts'
import { makeTotp, takeTotpCode } from '../sign-in/totp-codes.ts'
import { requireUser, toUser } from '../users/to-user.ts'
import { writeAudit } from '../write-audit.ts'
import { ensureRecoveryCodes, removeNeedlessCodes } from './own-recovery-codes.ts'

/** Not asked for until a code of it was seen: a mistyped secret locks nobody out. @throws Refusal conflict */
export async function beginTotp({ now }: Services, { tx }: UnitOfWork, caller: Caller): Promise<NewTotp> {
  const key = { accountId: caller.accountId, userId: caller.userId! }
  const totp = makeTotp(caller.userName!)
  if (!(await saveTotpSecret(tx, key, await sealSecret(tx, key.accountId, totp.secret, 'totp')))) {
    throw new Refusal('conflict', 'You have an authenticator app already: remove it first.')
  }
  const details = { kind: 'totp', state: 'begun' }
  await writeAudit(tx, caller, { at: now(), event: 'user.second_factor_added', details })
  return { totp }
}

/** The first second factor comes with recovery codes. @throws Refusal conflict, wrong_credentials */
export async function confirmTotp(
  { now }: Services,
  { tx }: UnitOfWork,
  caller: Caller,
  { code }: TotpCode,
): Promise<RecoveryCodes> {
  const key = { accountId: caller.accountId, userId: caller.userId! }
  const at = now()
  const sealed = await findUnconfirmedTotp(tx, key)
  if (sealed === undefined) throw new Refusal('conflict', 'Begin anew: nothing waits to be confirmed.')
  if (!(await takeTotpCode(tx, { ...key, sealed, code, at }))) {
    throw new Refusal('wrong_credentials', 'The code is not right. Is the clock of the device?')
  }
  await confirmRow(tx, key, at)
  const codes = await ensureRecoveryCodes(tx, key)
  await writeAudit(tx, caller, {
    at,
    event: 'user.second_factor_added',
    details: { kind: 'totp', state: 'confirmed', recovery_codes: codes.length },
  })
  return { recovery_codes: codes }
}

export async function removeOwnTotp({ now }: Services, { tx }: UnitOfWork, caller: Caller): Promise<User> {
  const key = { accountId: caller.accountId, userId: caller.userId! }
  const at = now()
  await removeTotp(tx, key)
  await removeNeedlessCodes(tx, key)
  const user = toUser(await requireUser(tx, key.accountId, key.userId), at)
  await writeAudit(tx, caller, { at, event: 'user.second_factor_removed', details: { kind: 'totp' } })
  return user
}
