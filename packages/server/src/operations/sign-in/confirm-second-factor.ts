import type { SecondFactor } from '@muster/core/api/session.ts'
import type { Caller } from '../../caller.ts'
import type { Tx } from '../../db/pool.ts'
import { takeRecoveryCode } from '../../db/sign-in/recovery-codes.ts'
import { findUserSecrets, holdUser, type UserSecrets } from '../../db/users/find-user.ts'
import { Refusal } from '../../refusal.ts'
import type { Services } from '../../services.ts'
import { mutateAgain } from '../mutate.ts'
import { attemptOnUser, countAttempt, forgiveAttempt } from './attempts.ts'
import { endCeremony, lookAtCeremony } from './ceremony.ts'
import { consoleAccount } from './console-account.ts'
import { recordRefusal } from './record-refusal.ts'
import { hashRecoveryCode } from './recovery-codes.ts'
import { type Client, type NewSignIn, startSession } from './start-session.ts'
import { takeTotpCode } from './totp-codes.ts'
import { takeSignature } from './webauthn.ts'

interface Facts {
  readonly by: string
  readonly challenge?: string
}

/** A wrong code leaves the ceremony open: people mistype. @throws Refusal wrong_credentials, rate_limited */
export async function confirmSecondFactor(
  services: Services,
  asked: Caller,
  given: SecondFactor & Client,
): Promise<NewSignIn> {
  const accountId = await consoleAccount(services.pool)
  const ceremony = { accountId, kind: 'second-factor', token: given.ceremony } as const
  const { userId, facts } = await lookAtCeremony(services, ceremony)
  const user = await findUserSecrets(services.pool, accountId, userId!)
  const attempt = attemptOnUser(accountId, userId!, asked.peer)
  await countAttempt(services, attempt)
  const signIn = await mutateAgain(services, async ({ tx }) => {
    await holdUser(tx, accountId, userId!)
    const factor = user && (await takeFactor(services, tx, { accountId, user, facts: facts as Facts, given }))
    if (factor === undefined) return undefined
    await endCeremony(services, tx, ceremony)
    await forgiveAttempt(tx, attempt)
    const by = `${(facts as Facts).by}+${factor}`
    return startSession(services, tx, asked, { accountId, userId: userId!, by, userAgent: given.userAgent })
  })
  if (signIn !== undefined) return signIn
  await recordRefusal(services, asked, { accountId, user, reason: 'second_factor' })
  throw new Refusal('wrong_credentials', 'The code or the passkey is not right, or was used before.')
}

async function takeFactor(
  services: Services,
  tx: Tx,
  { accountId, user, facts, given }: { accountId: number; user: UserSecrets; facts: Facts; given: SecondFactor },
): Promise<string | undefined> {
  const { userId, totpSecret } = user
  if (given.totp !== undefined) {
    const code = { accountId, userId, sealed: totpSecret ?? '', code: given.totp, at: services.now() }
    return totpSecret !== null && (await takeTotpCode(tx, code)) ? 'totp' : undefined
  }
  if (given.recovery_code !== undefined) {
    const hash = hashRecoveryCode(given.recovery_code)
    return (await takeRecoveryCode(tx, { accountId, userId }, hash)) ? 'recovery_code' : undefined
  }
  if (given.passkey === undefined || facts.challenge === undefined) return undefined
  const { passkey: response } = given
  const asked = { accountId, response, challenge: facts.challenge, needsVerifiedUser: false }
  const passkey = await takeSignature(services, tx, asked)
  return passkey?.user_id === userId ? 'passkey' : undefined
}
