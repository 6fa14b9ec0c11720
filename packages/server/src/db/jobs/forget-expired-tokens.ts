import type { Queryable } from '../pool.ts'

/** Tokens that have been of no use since `before`; returns how many. The audit log keeps their ids. */
export async function forgetExpiredTokens(db: Queryable, before: Date): Promise<number> {
  const { rowCount } = await db.query('delete from access_token where expires_at < $1', [before])
  return rowCount ?? 0
}
