import type { Queryable } from '../pool.ts'

/**
 * Sessions that ended before, and counts of attempts that count no more; ceremonies that nobody ended at once: anybody
 * can begin them.
 */
export async function forgetSignIns(db: Queryable, { before, now }: { before: Date; now: Date }): Promise<void> {
  await db.query('delete from user_session where expires_at < $1 or ended_at < $1', [before])
  await db.query('delete from sign_in_ceremony where expires_at < $1', [now])
  await db.query('delete from sign_in_counter where counted_at < $1', [before])
}
