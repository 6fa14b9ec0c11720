import type { NewAdministrator } from '@muster/core/api/setup.ts'
import type { Caller } from '../../caller.ts'
import { knowsSetUpLink, removeSetUpLink, saveSetUpLink } from '../../db/sign-in/set-up-link.ts'
import { hasUsers } from '../../db/users/find-user.ts'
import { addUser, lockUsers } from '../../db/users/write-users.ts'
import { Refusal } from '../../refusal.ts'
import type { Services } from '../../services.ts'
import { sha256Of } from '../../sha256.ts'
import { uuidV7 } from '../../uuid-v7.ts'
import { mutateAgain } from '../mutate.ts'
import { countAttempt, forgiveAttempt } from './attempts.ts'
import { consoleAccount } from './console-account.ts'
import { checkNewPassword, hashPassword } from './passwords.ts'
import { makeSecretToken } from './secret-token.ts'
import { type Client, type NewSignIn, startSession } from './start-session.ts'

/** At each start while no user exists: the token of a new link, in the place of the one before. */
export async function makeSetUpToken(services: Services): Promise<string | undefined> {
  return mutateAgain(services, async ({ tx }) => {
    const accountId = await consoleAccount(tx)
    await lockUsers(tx, accountId)
    if (await hasUsers(tx, accountId)) return undefined
    const { token, hash } = makeSecretToken('msu')
    await saveSetUpLink(tx, accountId, hash)
    return token
  })
}

export async function isSetUpNeeded({ pool }: Services): Promise<boolean> {
  return !(await hasUsers(pool, await consoleAccount(pool)))
}

/**
 * Makes the first administrator of whoever has the link, and signs him in. Of two at once one comes too late.
 * @throws Refusal not_found once a user exists, wrong_credentials, invalid_request, rate_limited
 */
export async function setUpAdministrator(
  services: Services,
  asked: Caller,
  { token, name, email, password, userAgent }: NewAdministrator & Client,
): Promise<NewSignIn> {
  const accountId = await consoleAccount(services.pool)
  if (await hasUsers(services.pool, accountId)) throw setUpIsOver()
  const attempt = { accountId, peer: asked.peer }
  await countAttempt(services, attempt)
  const tokenHash = sha256Of(token)
  if (!(await knowsSetUpLink(services.pool, accountId, tokenHash))) throw wrongLink()
  checkNewPassword(password, email)
  const passwordHash = await hashPassword(password)
  const signIn = await mutateAgain(services, async ({ tx }) => {
    await lockUsers(tx, accountId)
    if (await hasUsers(tx, accountId)) throw setUpIsOver()
    if (!(await knowsSetUpLink(tx, accountId, tokenHash))) throw wrongLink()
    const at = services.now()
    const userId = uuidV7(at)
    await addUser(tx, { accountId, userId, email, name, role: 'administrator', passwordHash, createdAt: at })
    await removeSetUpLink(tx, accountId)
    await forgiveAttempt(tx, attempt)
    return startSession(services, tx, asked, { accountId, userId, by: 'set-up', userAgent })
  })
  services.bus.emit('set-up-done', { accountId })
  return signIn
}

function setUpIsOver(): Refusal {
  return new Refusal('not_found', 'This server is set up: sign in.')
}

function wrongLink(): Refusal {
  return new Refusal(
    'wrong_credentials',
    'This is not the current link for setting up: the server prints a new one at each start, and writes it to setup.link in its data directory.',
  )
}
