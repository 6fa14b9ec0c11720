import type { SignedIn } from '@muster/core/api/session.ts'
import type { Caller } from '../../caller.ts'
import type { Tx } from '../../db/pool.ts'
import { addSession } from '../../db/sign-in/sessions.ts'
import { noteSignIn } from '../../db/users/write-users.ts'
import { Refusal } from '../../refusal.ts'
import type { Services } from '../../services.ts'
import { uuidV7 } from '../../uuid-v7.ts'
import { requireUser } from '../users/to-user.ts'
import { writeAudit } from '../write-audit.ts'
import { makeSecretToken } from './secret-token.ts'
import { toSession } from './show-session.ts'

/** What a browser says of itself. */
export interface Client {
  readonly userAgent: string | undefined
}

export interface NewSignIn {
  /** For the cookie; only its hash is kept. */
  readonly token: string
  readonly answer: SignedIn
}

export interface SignedInUser {
  readonly accountId: number
  readonly userId: string
  /** `password+totp` and the like. */
  readonly by: string
  /** When he proved it; absent: just now. */
  readonly authenticatedAt?: Date
}

/**
 * Signs in whoever has proved who he is. Last in its transaction: it writes the audit entry.
 * @throws Refusal wrong_credentials where the user was disabled or deleted meanwhile
 */
export async function startSession(
  services: Services,
  tx: Tx,
  asked: Caller,
  { accountId, userId, by, userAgent, authenticatedAt }: SignedInUser & Client,
): Promise<NewSignIn> {
  const at = services.now()
  const { token, hash } = makeSecretToken('mss')
  const session = {
    accountId,
    sessionId: uuidV7(at),
    userId,
    tokenHash: hash,
    signedInBy: by,
    at,
    authenticatedAt: authenticatedAt ?? at,
    expiresAt: new Date(at.getTime() + services.sessions.lifetimeSeconds * 1000),
    peer: asked.peer,
    userAgent: (userAgent ?? '').replaceAll('\0', '').slice(0, 256),
  }
  if (!(await addSession(tx, session))) throw new Refusal('wrong_credentials')
  await noteSignIn(tx, { accountId, userId }, at)
  const user = await requireUser(tx, accountId, userId)
  await writeAudit(tx, userCaller(asked, user), {
    at,
    event: 'session.started',
    details: { session_id: session.sessionId, by, user_agent: session.userAgent },
  })
  const row = {
    session_id: session.sessionId,
    signed_in_by: by,
    last_used_at: at,
    expires_at: session.expiresAt,
    authenticated_at: session.authenticatedAt,
  }
  return { token, answer: { state: 'signed_in', session: toSession(services, row, user, token) } }
}

/** A person on the way in: nothing may be done by it yet but to leave a trace. */
export function userCaller(
  asked: Pick<Caller, 'peer' | 'requestId'>,
  user: { readonly account_id: number; readonly user_id: string; readonly email: string },
): Caller {
  return {
    accountId: user.account_id,
    channel: 'console',
    scopes: [],
    userName: user.email,
    userId: user.user_id,
    peer: asked.peer,
    requestId: asked.requestId,
  }
}
