import type { Role } from '@muster/core/api/users.ts'
import type { Queryable, Tx } from '../pool.ts'

export interface SessionRow {
  readonly account_id: number
  readonly session_id: string
  readonly user_id: string
  readonly signed_in_by: string
  readonly created_at: Date
  readonly last_used_at: Date
  readonly expires_at: Date
  readonly authenticated_at: Date
  readonly peer: string | null
  readonly user_agent: string
}

const columns = `s.account_id, s.session_id, s.user_id, s.signed_in_by, s.created_at, s.last_used_at, s.expires_at,
  s.authenticated_at, s.peer, s.user_agent`

export interface NewSession {
  readonly accountId: number
  readonly sessionId: string
  readonly userId: string
  readonly tokenHash: Buffer
  readonly signedInBy: string
  readonly at: Date
  readonly authenticatedAt: Date
  readonly expiresAt: Date
  readonly peer: string | undefined
  readonly userAgent: string
}

/** False where the user was disabled or deleted meanwhile. */
export async function addSession(tx: Tx, row: NewSession): Promise<boolean> {
  const { rowCount } = await tx.query({
    name: 'add-session',
    text: `insert into user_session (account_id, session_id, user_id, token_hash, signed_in_by, created_at, last_used_at,
             authenticated_at, expires_at, peer, user_agent)
           select account_id, $2, user_id, $4, $5, $6, $6, $7, $8, $9, $10 from app_user
           where account_id = $1 and user_id = $3 and disabled_at is null
           for no key update`,
    values: [
      row.accountId,
      row.sessionId,
      row.userId,
      row.tokenHash,
      row.signedInBy,
      row.at,
      row.authenticatedAt,
      row.expiresAt,
      row.peer ?? null,
      row.userAgent,
    ],
  })
  return rowCount === 1
}

export interface LiveSession extends SessionRow {
  readonly email: string
  readonly role: Role
}

/** One that is not over, of a user who is not disabled; `usedAfter` says how long ago its last use may be. */
export async function findLiveSession(
  db: Queryable,
  tokenHash: Buffer,
  { at, usedAfter }: { at: Date; usedAfter: Date },
): Promise<LiveSession | undefined> {
  const { rows } = await db.query<LiveSession>({
    name: 'find-live-session',
    text: `select ${columns}, u.email, u.role
           from user_session s join app_user u using (account_id, user_id)
           where s.token_hash = $1 and s.ended_at is null and s.expires_at > $2 and s.last_used_at > $3
             and u.disabled_at is null`,
    values: [tokenHash, at, usedAfter],
  })
  return rows[0]
}

export async function noteSessionUse(db: Queryable, accountId: number, sessionId: string, at: Date): Promise<void> {
  await db.query({
    name: 'note-session-use',
    text: `update user_session set last_used_at = $3
           where account_id = $1 and session_id = $2 and last_used_at < $3`,
    values: [accountId, sessionId, at],
  })
}

export async function noteFreshSignIn(tx: Tx, accountId: number, sessionId: string, at: Date): Promise<void> {
  await tx.query({
    name: 'note-fresh-sign-in',
    text: 'update user_session set authenticated_at = $3 where account_id = $1 and session_id = $2',
    values: [accountId, sessionId, at],
  })
}

interface SessionChoice {
  readonly accountId: number
  readonly userId: string
  readonly at: Date
  /** Only this one. */
  readonly sessionId?: string | undefined
  /** All but this one. */
  readonly exceptId?: string | undefined
}

/** Ends those that are not over, and returns them as they were. */
export async function endSessions(
  tx: Tx,
  { accountId, userId, at, sessionId, exceptId }: SessionChoice,
): Promise<SessionRow[]> {
  const { rows } = await tx.query<SessionRow>({
    name: 'end-sessions',
    text: `update user_session s set ended_at = $3
           where account_id = $1 and user_id = $2 and ended_at is null and expires_at > $3
             and ($4::uuid is null or session_id = $4) and ($5::uuid is null or session_id <> $5)
           returning ${columns}`,
    values: [accountId, userId, at, sessionId ?? null, exceptId ?? null],
  })
  return rows
}

/** Those that are not over, the last used first. */
export async function listSessions(
  db: Queryable,
  { accountId, userId, at, usedAfter }: { accountId: number; userId: string; at: Date; usedAfter: Date },
): Promise<SessionRow[]> {
  const { rows } = await db.query<SessionRow>({
    name: 'list-sessions',
    text: `select ${columns} from user_session s
           where account_id = $1 and user_id = $2 and ended_at is null and expires_at > $3 and last_used_at > $4
           order by last_used_at desc, session_id`,
    values: [accountId, userId, at, usedAfter],
  })
  return rows
}

export async function findSession(
  db: Queryable,
  accountId: number,
  sessionId: string,
): Promise<SessionRow | undefined> {
  const { rows } = await db.query<SessionRow>({
    name: 'find-session',
    text: `select ${columns} from user_session s where account_id = $1 and session_id = $2 and ended_at is null`,
    values: [accountId, sessionId],
  })
  return rows[0]
}
