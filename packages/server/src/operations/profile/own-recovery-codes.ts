import type { RecoveryCodes } from '@muster/core/api/second-factors.ts'
import type { Caller } from '../../caller.ts'
import type { Tx } from '../../db/pool.ts'
import { replaceRecoveryCodes } from '../../db/sign-in/recovery-codes.ts'
import { Refusal } from '../../refusal.ts'
import type { Services } from '../../services.ts'
import type { UnitOfWork } from '../mutate.ts'
import { makeRecoveryCodes } from '../sign-in/recovery-codes.ts'
import { requireUser } from '../users/to-user.ts'
import { writeAudit } from '../write-audit.ts'

interface UserKey {
  readonly accountId: number
  readonly userId: string
}

/** In the place of those before. @throws Refusal conflict where there is no second factor to stand in for */
export async function renewRecoveryCodes(
  { now }: Services,
  { tx }: UnitOfWork,
  caller: Caller,
): Promise<RecoveryCodes> {
  const key = { accountId: caller.accountId, userId: caller.userId! }
  const user = await requireUser(tx, key.accountId, key.userId)
  if (!user.totp && user.passkeys === 0) throw new Refusal('conflict', 'Add an authenticator app or a passkey first.')
  const { codes, hashes } = makeRecoveryCodes()
  await replaceRecoveryCodes(tx, key, hashes)
  await writeAudit(tx, caller, { at: now(), event: 'user.recovery_codes_made', details: { count: codes.length } })
  return { recovery_codes: codes }
}

/** New ones where there are none; else none. */
export async function ensureRecoveryCodes(tx: Tx, key: UserKey): Promise<string[]> {
  const user = await requireUser(tx, key.accountId, key.userId)
  if (user.recovery_codes_left > 0) return []
  const { codes, hashes } = makeRecoveryCodes()
  await replaceRecoveryCodes(tx, key, hashes)
  return codes
}

/** Without a second factor they stand in for nothing. */
export async function removeNeedlessCodes(tx: Tx, key: UserKey): Promise<void> {
  const user = await requireUser(tx, key.accountId, key.userId)
  if (!user.totp && user.passkeys === 0) await replaceRecoveryCodes(tx, key, [])
}
