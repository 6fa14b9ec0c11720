import type { Session } from '@muster/core/api/session.ts'
import type { Caller } from '../../caller.ts'
import { findSession, type SessionRow } from '../../db/sign-in/sessions.ts'
import type { UserRow } from '../../db/users/user-row.ts'
import { Refusal } from '../../refusal.ts'
import type { Services } from '../../services.ts'
import { requireUser, toUser } from '../users/to-user.ts'
import { csrfTokenOf } from './authenticate-session.ts'
import { freshUntil } from './freshness.ts'
import { scopesOf } from './roles.ts'

type SessionFacts = Pick<SessionRow, 'session_id' | 'signed_in_by' | 'last_used_at' | 'expires_at' | 'authenticated_at'>

/** The session of the caller, who sent its token. */
export async function showSession(services: Services, caller: Caller, sessionToken: string): Promise<Session> {
  const [row, user] = await Promise.all([
    findSession(services.pool, caller.accountId, caller.session!.id),
    requireUser(services.pool, caller.accountId, caller.userId!),
  ])
  if (row === undefined) throw new Refusal('invalid_token')
  return toSession(services, row, user, sessionToken)
}

export function toSession(services: Services, row: SessionFacts, user: UserRow, sessionToken: string): Session {
  const now = services.now()
  return {
    session_id: row.session_id,
    user: toUser(user, now),
    scopes: [...scopesOf(user.role)],
    csrf_token: csrfTokenOf(sessionToken),
    signed_in_by: row.signed_in_by,
    fresh_until: freshUntil(row.authenticated_at, now)?.toISOString() ?? null,
    expires_at: endOf(services, row).toISOString(),
  }
}

/** Of a session that is not used again. */
export function endOf(
  { sessions }: Pick<Services, 'sessions'>,
  { last_used_at, expires_at }: Pick<SessionRow, 'last_used_at' | 'expires_at'>,
): Date {
  return new Date(Math.min(expires_at.getTime(), last_used_at.getTime() + sessions.idleSeconds * 1000))
}
