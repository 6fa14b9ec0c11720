import type { SignInError } from '@muster/core/api/session.ts'
import type { Role } from '@muster/core/api/users.ts'
import type { Caller } from '../../caller.ts'
import type { Tx } from '../../db/pool.ts'
import { hasUsers } from '../../db/users/find-user.ts'
import { addIdentity, findUserOfIdentity } from '../../db/users/identities.ts'
import { addUser, changeUser, lockUsers } from '../../db/users/write-users.ts'
import { Refusal } from '../../refusal.ts'
import type { OpenIdSettings, Services } from '../../services.ts'
import { uuidV7 } from '../../uuid-v7.ts'
import { mutateAgain } from '../mutate.ts'
import { keepAnAdministrator } from '../users/keep-an-administrator.ts'
import { requireUser } from '../users/to-user.ts'
import { writeAudit } from '../write-audit.ts'
import { consoleAccount } from './console-account.ts'
import { mapRole } from './map-role.ts'
import { recordRefusal } from './record-refusal.ts'
import { type Client, type NewSignIn, startSession, userCaller } from './start-session.ts'

/** What an OpenID provider says of somebody. */
export interface OpenIdPerson {
  readonly issuer: string
  readonly subject: string
  /** Absent where the provider tells none, or says that it is not verified. */
  readonly email: string | undefined
  readonly name: string | undefined
  readonly groups: readonly string[]
  /** When the provider last asked who he is; many do not tell. */
  readonly authenticatedAt: Date | undefined
}

export type OpenIdOutcome = { readonly signIn: NewSignIn } | { readonly error: SignInError }

/**
 * Signs in the user whom the subject belongs to. Somebody new becomes a user where a role is set up for him; an e-mail
 * address alone links nobody, because a provider may let people write what they like there. Second factors are the
 * provider's business.
 */
export async function signInByOpenId(
  services: Services,
  settings: OpenIdSettings,
  asked: Caller,
  person: OpenIdPerson & Client,
): Promise<OpenIdOutcome> {
  const accountId = await consoleAccount(services.pool)
  const role = mapRole(settings, person.groups)
  const outcome = await mutateAgain(services, async ({ tx }): Promise<OpenIdOutcome> => {
    await lockUsers(tx, accountId)
    const known = await findUserOfIdentity(tx, { accountId, issuer: person.issuer, subject: person.subject })
    const userId =
      known === undefined
        ? await addPerson(services, tx, asked, { accountId, role, person })
        : await takeRole(services, tx, asked, { accountId, userId: known, role, settings })
    if (typeof userId !== 'string') return userId
    // Who was let through by an old session at the provider has not proved anew who sits there.
    const { userAgent, authenticatedAt = new Date(0) } = person
    const signIn = { accountId, userId, by: 'openid', userAgent, authenticatedAt }
    return { signIn: await startSession(services, tx, asked, signIn) }
  })
  if ('error' in outcome) await recordRefusal(services, asked, { accountId, user: undefined, reason: 'openid' })
  return outcome
}

async function addPerson(
  { now }: Services,
  tx: Tx,
  asked: Caller,
  { accountId, role, person }: { accountId: number; role: Role | undefined; person: OpenIdPerson },
): Promise<string | { error: SignInError }> {
  const { issuer, subject, email, name } = person
  // The first user is made by the link for setting up, or nobody would be an administrator.
  if (role === undefined || email === undefined || !(await hasUsers(tx, accountId))) return { error: 'not_allowed' }
  const at = now()
  const userId = uuidV7(at)
  const row = { accountId, userId, email, name: name ?? email, role, passwordHash: null, createdAt: at }
  if (!(await addUser(tx, row))) return { error: 'email_taken' }
  await addIdentity(tx, { accountId, issuer, subject, userId, at })
  await writeAudit(tx, userCaller(asked, { account_id: accountId, user_id: userId, email }), {
    at,
    event: 'user.created',
    details: { user_id: userId, email, name: row.name, role, issuer },
  })
  return userId
}

/** Where groups are mapped to roles, the company's word counts anew at each sign-in. */
async function takeRole(
  { now }: Services,
  tx: Tx,
  asked: Caller,
  given: { accountId: number; userId: string; role: Role | undefined; settings: OpenIdSettings },
): Promise<string | { error: SignInError }> {
  const { accountId, userId, role, settings } = given
  const user = await requireUser(tx, accountId, userId)
  if (user.disabled_at !== null) return { error: 'disabled' }
  if (settings.roles.size === 0 || role === user.role) return userId
  if (role === undefined) return { error: 'not_allowed' }
  const isLast = await keepAnAdministrator(tx, user).then(
    () => false,
    (error: unknown) => {
      if (error instanceof Refusal) return true
      throw error
    },
  )
  if (isLast) return userId
  await changeUser(tx, { accountId, userId }, { role })
  await writeAudit(tx, userCaller(asked, user), {
    at: now(),
    event: 'user.changed',
    details: { user_id: userId, email: user.email, role, role_before: user.role, by: 'openid' },
  })
  return userId
}
