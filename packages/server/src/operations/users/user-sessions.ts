import type { Page } from '@muster/core/api/page.ts'
import type { EndedSessions, UserSession } from '@muster/core/api/users.ts'
import type { Caller } from '../../caller.ts'
import { forgetCeremonies } from '../../db/sign-in/ceremonies.ts'
import { endSessions, listSessions, type SessionRow } from '../../db/sign-in/sessions.ts'
import { Refusal } from '../../refusal.ts'
import type { Services } from '../../services.ts'
import type { UnitOfWork } from '../mutate.ts'
import { idleSince } from '../sign-in/authenticate-session.ts'
import { endOf } from '../sign-in/show-session.ts'
import { writeAudit } from '../write-audit.ts'
import { requireUser } from './to-user.ts'

/** The last used first; few, so all on one page. @throws Refusal not_found */
export async function listUserSessions(services: Services, caller: Caller, userId: string): Promise<Page<UserSession>> {
  const { accountId } = caller
  await requireUser(services.pool, accountId, userId)
  const at = services.now()
  const rows = await listSessions(services.pool, { accountId, userId, at, usedAfter: idleSince(services, at) })
  return { items: rows.map((row) => toUserSession(services, caller, row)), next_cursor: null }
}

/** Of somebody else, or of one's own but the one that asks. @throws Refusal not_found */
export async function endUserSessions(
  { now }: Services,
  { tx }: UnitOfWork,
  caller: Caller,
  { userId, exceptId }: { userId: string; exceptId?: string },
): Promise<EndedSessions> {
  const { accountId } = caller
  const user = await requireUser(tx, accountId, userId)
  const at = now()
  await forgetCeremonies(tx, { accountId, userId })
  const ended = await endSessions(tx, { accountId, userId, at, exceptId })
  const ids = ended.map(({ session_id }) => session_id)
  await writeAudit(tx, caller, {
    at,
    event: 'session.ended',
    details: { user_id: userId, email: user.email, session_ids: ids },
  })
  return { ended: ended.length }
}

/** @throws Refusal not_found */
export async function endUserSession(
  services: Services,
  { tx }: UnitOfWork,
  caller: Caller,
  { userId, sessionId }: { userId: string; sessionId: string },
): Promise<UserSession> {
  const { accountId } = caller
  const user = await requireUser(tx, accountId, userId)
  const at = services.now()
  const [ended] = await endSessions(tx, { accountId, userId, at, sessionId })
  if (ended === undefined) throw new Refusal('not_found', 'There is no such session, or it is over.')
  await writeAudit(tx, caller, {
    at,
    event: 'session.ended',
    details: { user_id: userId, email: user.email, session_ids: [sessionId] },
  })
  return toUserSession(services, caller, ended)
}

function toUserSession(services: Services, { session }: Caller, row: SessionRow): UserSession {
  return {
    session_id: row.session_id,
    current: row.session_id === session?.id,
    signed_in_by: row.signed_in_by,
    created_at: row.created_at.toISOString(),
    last_used_at: row.last_used_at.toISOString(),
    expires_at: endOf(services, row).toISOString(),
    peer: row.peer,
    user_agent: row.user_agent,
  }
}
