import type { SignInError } from '@muster/core/api/session.ts'
import type { Caller } from '../../caller.ts'
import { findSession, noteFreshSignIn } from '../../db/sign-in/sessions.ts'
import { addIdentity, findUserOfIdentity } from '../../db/users/identities.ts'
import type { Services } from '../../services.ts'
import { mutateAgain } from '../mutate.ts'
import { writeAudit } from '../write-audit.ts'
import { consoleAccount } from './console-account.ts'
import type { OpenIdCeremony } from './openid-ceremony.ts'
import type { OpenIdPerson } from './sign-in-by-openid.ts'
import { userCaller } from './start-session.ts'

/**
 * For somebody who is signed in: the subject becomes one of his own (`link`), or proves that it is still he who sits
 * there (`fresh`). Undefined: done.
 */
export async function useOpenId(
  services: Services,
  asked: Caller,
  { purpose, session }: OpenIdCeremony,
  { issuer, subject }: OpenIdPerson,
): Promise<SignInError | undefined> {
  const accountId = await consoleAccount(services.pool)
  return mutateAgain(services, async ({ tx }) => {
    const live = session && (await findSession(tx, accountId, session.id))
    if (session === undefined || live?.user_id !== session.userId) return 'openid_expired'
    const { userId, email } = session
    const caller = userCaller(asked, { account_id: accountId, user_id: userId, email })
    const at = services.now()
    const owner = await findUserOfIdentity(tx, { accountId, issuer, subject })
    if (owner !== undefined && owner !== userId) return 'other_user'
    if (purpose === 'fresh') {
      if (owner === undefined) return 'other_user'
      await noteFreshSignIn(tx, accountId, session.id, at)
      await writeAudit(tx, caller, {
        at,
        event: 'session.confirmed',
        details: { session_id: session.id, by: 'openid' },
      })
      return undefined
    }
    await addIdentity(tx, { accountId, issuer, subject, userId, at })
    await writeAudit(tx, caller, { at, event: 'user.identity_linked', details: { user_id: userId, issuer } })
    return undefined
  })
}
