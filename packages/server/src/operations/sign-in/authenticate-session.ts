import { createHmac } from 'node:crypto'
import { findLiveSession, type LiveSession, noteSessionUse } from '../../db/sign-in/sessions.ts'
import type { Services } from '../../services.ts'
import { sha256Of } from '../../sha256.ts'
import type { SessionHolder } from '../../token-holder.ts'
import { freshUntil } from './freshness.ts'
import { scopesOf } from './roles.ts'

/** Uses are written down this seldom: a page that polls is no reason to write a row each time. */
const useMilliseconds = 60_000

type SessionServices = Pick<Services, 'pool' | 'now' | 'sessions'>

/** Makes the look-up from a session's cookie to whom it speaks for. Nothing is remembered: what is ended ends at once. */
export function createSessionAuthenticator(
  services: SessionServices,
): (token: string) => Promise<SessionHolder | undefined> {
  return async (token) => {
    const at = services.now()
    const row = await findLiveSession(services.pool, sha256Of(token), { at, usedAfter: idleSince(services, at) })
    if (row === undefined) return undefined
    if (at.getTime() - row.last_used_at.getTime() > useMilliseconds) {
      await noteSessionUse(services.pool, row.account_id, row.session_id, at)
    }
    return toHolder(row, token, at)
  }
}

/** Sessions last used before then are over. */
export function idleSince({ sessions }: Pick<Services, 'sessions'>, at: Date): Date {
  return new Date(at.getTime() - sessions.idleSeconds * 1000)
}

/** Bound to the session without being kept: only who holds the cookie's token can make it. */
export function csrfTokenOf(sessionToken: string): string {
  return createHmac('sha256', sessionToken).update('muster csrf').digest('base64url')
}

function toHolder(row: LiveSession, token: string, at: Date): SessionHolder {
  return {
    accountId: row.account_id,
    application: undefined,
    userName: row.email,
    userId: row.user_id,
    session: { id: row.session_id, isFresh: freshUntil(row.authenticated_at, at) !== null },
    scopes: scopesOf(row.role),
    tokenId: row.session_id,
    rateLimit: undefined,
    csrfToken: csrfTokenOf(token),
  }
}
