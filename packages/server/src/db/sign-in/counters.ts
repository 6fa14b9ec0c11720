import type { Queryable, Tx } from '../pool.ts'

export interface AttemptLimit {
  /** Attempts without any wait. */
  readonly free: number
  /** The wait doubles with each further attempt up to this many seconds. */
  readonly waitSecondsMax: number
  /** After so long without an attempt counting begins anew. */
  readonly forgetAfterSeconds: number
}

/**
 * Counts an attempt before it is looked at, so that many at once are not all the first. Once the free ones are used up
 * each makes the next wait. False, and nothing counted, where it has to wait itself.
 */
export async function takeAttempt(
  tx: Tx,
  { accountId, key, at, limit }: { accountId: number; key: string; at: Date; limit: AttemptLimit },
): Promise<boolean> {
  const { rowCount } = await tx.query({
    name: 'take-sign-in-attempt',
    text: `insert into sign_in_counter as c (account_id, key, attempts, counted_at) values ($1, $2, 1, $3)
           on conflict (account_id, key) do update set
             attempts = case when c.counted_at < $6 then 1 else c.attempts + 1 end,
             counted_at = $3,
             locked_until = case when c.counted_at >= $6 and c.attempts + 1 >= $4::integer
               then $3::timestamptz + make_interval(secs => least(2.0 ^ least(c.attempts + 1 - $4, 30), $5)) end
           where c.locked_until is null or c.locked_until <= $3`,
    values: [
      accountId,
      key,
      at,
      limit.free,
      limit.waitSecondsMax,
      new Date(at.getTime() - limit.forgetAfterSeconds * 1000),
    ],
  })
  return rowCount === 1
}

export async function findLockEnd(db: Queryable, accountId: number, key: string): Promise<Date | undefined> {
  const { rows } = await db.query<{ locked_until: Date | null }>({
    name: 'find-lock-end',
    text: 'select locked_until from sign_in_counter where account_id = $1 and key = $2',
    values: [accountId, key],
  })
  return rows[0]?.locked_until ?? undefined
}

export async function forgetAttempts(tx: Tx, accountId: number, key: string): Promise<void> {
  await tx.query({
    name: 'forget-sign-in-attempts',
    text: 'delete from sign_in_counter where account_id = $1 and key = $2',
    values: [accountId, key],
  })
}

/** Takes one attempt back: an address that many people share does not wait for their successes. */
export async function returnAttempt(tx: Tx, accountId: number, key: string): Promise<void> {
  await tx.query({
    name: 'return-sign-in-attempt',
    text: `update sign_in_counter set attempts = greatest(attempts - 1, 0), locked_until = null
           where account_id = $1 and key = $2`,
    values: [accountId, key],
  })
}
