import type { Queryable } from '../pool.ts'

/** Sessions that ended before, ceremonies that nobody ended, and counts of attempts that count no more. */
export async function forgetSignIns(db: Queryable, before: Date): Promise<void> {
  await db.query('delete from user_session where expires_at < $1 or ended_at < $1', [before])
  await db.query('delete from sign_in_ceremony where expires_at < $1', [before])
  await db.query('delete from sign_in_counter where counted_at < $1', [before])
}
