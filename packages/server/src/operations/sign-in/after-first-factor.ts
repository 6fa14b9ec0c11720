import type { SecondFactorNeeded } from '@muster/core/api/session.ts'
import type { Caller } from '../../caller.ts'
import type { Tx } from '../../db/pool.ts'
import { listPasskeys } from '../../db/sign-in/passkeys.ts'
import type { Services } from '../../services.ts'
import { requireUser } from '../users/to-user.ts'
import { startCeremony } from './ceremony.ts'
import { type Client, type NewSignIn, type SignedInUser, startSession } from './start-session.ts'
import { askForSignature } from './webauthn.ts'

export type SignInStep = NewSignIn | { readonly answer: SecondFactorNeeded }

/** Last in its transaction: the session, or the question for a second factor where the user has one. */
export async function goOnAfterFirstFactor(
  services: Services,
  tx: Tx,
  asked: Caller,
  signIn: SignedInUser & Client,
): Promise<SignInStep> {
  const { accountId, userId } = signIn
  const user = await requireUser(tx, accountId, userId)
  if (!user.totp && user.passkeys === 0) return startSession(services, tx, asked, signIn)
  const passkeys = await listPasskeys(tx, accountId, userId)
  const signature = passkeys.length === 0 ? undefined : await askForSignature(services, passkeys)
  const facts = { by: signIn.by, challenge: signature?.challenge }
  return {
    answer: {
      state: 'second_factor_needed',
      ceremony: await startCeremony(services, tx, { accountId, kind: 'second-factor', userId, facts }),
      totp: user.totp,
      recovery_codes: user.recovery_codes_left > 0,
      passkey_options: signature?.options ?? null,
    },
  }
}
