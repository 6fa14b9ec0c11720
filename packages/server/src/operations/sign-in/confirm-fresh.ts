import type { FreshSignIn, PasskeyCeremony, Session } from '@muster/core/api/session.ts'
import type { Caller } from '../../caller.ts'
import type { Tx } from '../../db/pool.ts'
import { listPasskeys } from '../../db/sign-in/passkeys.ts'
import { noteFreshSignIn } from '../../db/sign-in/sessions.ts'
import { findUserSecrets, holdUser } from '../../db/users/find-user.ts'
import { Refusal } from '../../refusal.ts'
import type { Services } from '../../services.ts'
import { mutateAgain } from '../mutate.ts'
import { writeAudit } from '../write-audit.ts'
import { attemptOnUser, countAttempt, forgiveAttempt } from './attempts.ts'
import { endCeremony, startCeremony } from './ceremony.ts'
import { isPassword } from './passwords.ts'
import { recordRefusal } from './record-refusal.ts'
import { showSession } from './show-session.ts'
import { takeTotpCode } from './totp-codes.ts'
import { askForSignature, takeSignature } from './webauthn.ts'

/** For the passkeys of the caller's own. @throws Refusal conflict where there is none */
export async function beginFreshSignIn(services: Services, caller: Caller): Promise<PasskeyCeremony> {
  const accountId = caller.accountId
  const userId = caller.userId!
  const passkeys = await listPasskeys(services.pool, accountId, userId)
  if (passkeys.length === 0) throw new Refusal('conflict', 'You have no passkey.')
  const { options, challenge } = await askForSignature(services, passkeys)
  const facts = { challenge }
  return {
    ceremony: await startCeremony(services, services.pool, { accountId, kind: 'fresh', userId, facts }),
    options,
  }
}

/**
 * The person at the session proves anew who he is, by any one thing that he has; for ten minutes dangerous things may
 * be done.
 * @throws Refusal wrong_credentials, rate_limited
 */
export async function confirmFreshSignIn(
  services: Services,
  caller: Caller,
  given: FreshSignIn,
  sessionToken: string,
): Promise<Session> {
  const { accountId } = caller
  const userId = caller.userId!
  const attempt = attemptOnUser(accountId, userId, caller.peer)
  await countAttempt(services, attempt)
  const proof = await mutateAgain(services, async ({ tx }) => {
    await holdUser(tx, accountId, userId)
    const by = await prove(services, tx, { accountId, userId, given })
    if (by === undefined) return undefined
    const at = services.now()
    await forgiveAttempt(tx, attempt)
    await noteFreshSignIn(tx, accountId, caller.session!.id, at)
    await writeAudit(tx, caller, { at, event: 'session.confirmed', details: { session_id: caller.session!.id, by } })
    return by
  })
  if (proof !== undefined) return showSession(services, caller, sessionToken)
  await recordRefusal(services, caller, {
    accountId,
    user: { userId, email: caller.userName! },
    reason: given.password === undefined ? 'second_factor' : 'password',
  })
  throw new Refusal('wrong_credentials', 'That is not right: try again.')
}

async function prove(
  services: Services,
  tx: Tx,
  { accountId, userId, given }: { accountId: number; userId: string; given: FreshSignIn },
): Promise<string | undefined> {
  const { password, totp, ceremony: token, passkey: response } = given
  const user = await findUserSecrets(tx, accountId, userId)
  if (user === undefined) return undefined
  if (password !== undefined) return (await isPassword(user.passwordHash, password)) ? 'password' : undefined
  if (totp !== undefined) {
    const code = { accountId, userId, sealed: user.totpSecret ?? '', code: totp, at: services.now() }
    return user.totpSecret !== null && (await takeTotpCode(tx, code)) ? 'totp' : undefined
  }
  if (token === undefined || response === undefined) return undefined
  const ceremony = await endCeremony(services, tx, { accountId, kind: 'fresh', token })
  const { challenge } = ceremony.facts as { challenge: string }
  const asked = { accountId, response, challenge, needsVerifiedUser: false }
  const passkey = ceremony.userId === userId ? await takeSignature(services, tx, asked) : undefined
  return passkey?.user_id === userId ? 'passkey' : undefined
}
