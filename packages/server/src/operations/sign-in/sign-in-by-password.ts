import type { PasswordSignIn, SecondFactorNeeded } from '@muster/core/api/session.ts'
import type { Caller } from '../../caller.ts'
import { inTransaction } from '../../db/transaction.ts'
import { findUserByEmail, type UserSecrets } from '../../db/users/find-user.ts'
import { Refusal } from '../../refusal.ts'
import type { Services } from '../../services.ts'
import { writeAudit } from '../write-audit.ts'
import { attemptOnEmail, countAttempt, forgiveAttempt } from './attempts.ts'
import { consoleAccount } from './console-account.ts'
import { isPassword } from './passwords.ts'
import { type Client, type NewSignIn, startSession, userCaller } from './start-session.ts'

/**
 * Whether the address is unknown, the user disabled or the password wrong: the answer is the same, and takes as long.
 * @throws Refusal wrong_credentials, rate_limited
 */
export async function signInByPassword(
  services: Services,
  asked: Caller,
  { email, password, userAgent }: PasswordSignIn & Client,
): Promise<NewSignIn | { readonly answer: SecondFactorNeeded }> {
  const accountId = await consoleAccount(services.pool)
  const attempt = attemptOnEmail(accountId, email, asked.peer)
  await countAttempt(services, attempt)
  const user = await findUserByEmail(services.pool, accountId, email)
  const matches = await isPassword(user?.passwordHash, password)
  if (user === undefined || !matches || user.disabledAt !== null) {
    await recordRefusal(services, asked, accountId, user, matches ? 'disabled' : 'password')
    throw new Refusal('wrong_credentials', 'The e-mail address or the password is not right.')
  }
  return inTransaction(services.pool, async (tx) => {
    await forgiveAttempt(tx, attempt)
    return startSession(services, tx, asked, { accountId, userId: user.userId, by: 'password', userAgent })
  })
}

/** What was typed for an unknown address may be anything, a password too: it is not written down. */
export async function recordRefusal(
  services: Services,
  asked: Caller,
  accountId: number,
  user: Pick<UserSecrets, 'userId' | 'email'> | undefined,
  reason: string,
): Promise<void> {
  const caller: Caller = user
    ? userCaller(asked, { account_id: accountId, user_id: user.userId, email: user.email })
    : { accountId, channel: 'console', scopes: [], peer: asked.peer, requestId: asked.requestId }
  await inTransaction(services.pool, (tx) =>
    writeAudit(tx, caller, {
      at: services.now(),
      event: 'session.refused',
      details: { reason: user ? reason : 'unknown_email' },
    }),
  )
}
