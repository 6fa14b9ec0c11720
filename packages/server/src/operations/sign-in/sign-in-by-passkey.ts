import type { PasskeyAnswer, PasskeyCeremony } from '@muster/core/api/session.ts'
import type { Caller } from '../../caller.ts'
import { findPasskey } from '../../db/sign-in/passkeys.ts'
import { holdUser } from '../../db/users/find-user.ts'
import { Refusal } from '../../refusal.ts'
import type { Services } from '../../services.ts'
import { mutateAgain } from '../mutate.ts'
import { countAttempt, forgiveAttempt } from './attempts.ts'
import { endCeremony, startCeremony } from './ceremony.ts'
import { consoleAccount } from './console-account.ts'
import { recordRefusal } from './record-refusal.ts'
import { type Client, type NewSignIn, startSession } from './start-session.ts'
import { askForSignature, takeSignature } from './webauthn.ts'

/** For a sign-in without e-mail address and password: the browser offers the passkeys that it has for this server. */
export async function beginPasskeySignIn(services: Services): Promise<PasskeyCeremony> {
  const accountId = await consoleAccount(services.pool)
  const { options, challenge } = await askForSignature(services)
  const ceremony = await startCeremony(services, services.pool, { accountId, kind: 'passkey', facts: { challenge } })
  return { ceremony, options }
}

/** A passkey whose device verified its user is two factors in one. @throws Refusal wrong_credentials, rate_limited */
export async function signInByPasskey(
  services: Services,
  asked: Caller,
  { ceremony, passkey: response, userAgent }: PasskeyAnswer & Client,
): Promise<NewSignIn> {
  const accountId = await consoleAccount(services.pool)
  const attempt = { accountId, peer: asked.peer }
  await countAttempt(services, attempt)
  const { facts } = await endCeremony(services, services.pool, { accountId, kind: 'passkey', token: ceremony })
  const { challenge } = facts as { challenge: string }
  const signIn = await mutateAgain(services, async ({ tx }) => {
    const owner = await findPasskey(tx, accountId, response.id)
    if (owner !== undefined) await holdUser(tx, accountId, owner.user_id)
    const passkey = await takeSignature(services, tx, { accountId, response, challenge, needsVerifiedUser: true })
    if (passkey === undefined) return undefined
    await forgiveAttempt(tx, attempt)
    return startSession(services, tx, asked, { accountId, userId: passkey.user_id, by: 'passkey', userAgent })
  })
  if (signIn !== undefined) return signIn
  await recordRefusal(services, asked, { accountId, user: undefined, reason: 'unknown_passkey' })
  throw new Refusal('wrong_credentials', 'This passkey does not belong to a user here, or its device verified nobody.')
}
