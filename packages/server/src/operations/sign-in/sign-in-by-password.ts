import type { PasswordSignIn } from '@muster/core/api/session.ts'
import type { Caller } from '../../caller.ts'
import { findUserByEmail, holdUser } from '../../db/users/find-user.ts'
import { Refusal } from '../../refusal.ts'
import type { Services } from '../../services.ts'
import { mutateAgain } from '../mutate.ts'
import { goOnAfterFirstFactor, type SignInStep } from './after-first-factor.ts'
import { attemptOnEmail, countAttempt, forgiveAttempt } from './attempts.ts'
import { consoleAccount } from './console-account.ts'
import { isPassword } from './passwords.ts'
import { recordRefusal } from './record-refusal.ts'
import type { Client } from './start-session.ts'

/**
 * Whether the address is unknown, the user disabled or the password wrong: the answer is the same, and takes as long.
 * @throws Refusal wrong_credentials, rate_limited
 */
export async function signInByPassword(
  services: Services,
  asked: Caller,
  { email, password, userAgent }: PasswordSignIn & Client,
): Promise<SignInStep> {
  const accountId = await consoleAccount(services.pool)
  const user = await findUserByEmail(services.pool, accountId, email)
  // By the address as it is kept: what the database takes for the same letters in capitals is no further user.
  const attempt = attemptOnEmail(accountId, user?.email ?? email, asked.peer)
  await countAttempt(services, attempt)
  const matches = await isPassword(user?.passwordHash, password)
  if (user === undefined || !matches || user.disabledAt !== null) {
    const reason = user === undefined ? 'unknown_email' : matches ? 'disabled' : 'password'
    await recordRefusal(services, asked, { accountId, user, reason })
    throw wrongPassword()
  }
  return mutateAgain(services, async ({ tx }) => {
    // Changed while it was compared: then it was the old one, whose sessions have been ended.
    const held = await holdUser(tx, accountId, user.userId)
    if (held?.passwordHash !== user.passwordHash) throw wrongPassword()
    await forgiveAttempt(tx, attempt)
    return goOnAfterFirstFactor(services, tx, asked, { accountId, userId: user.userId, by: 'password', userAgent })
  })
}

function wrongPassword(): Refusal {
  return new Refusal('wrong_credentials', 'The e-mail address or the password is not right.')
}
