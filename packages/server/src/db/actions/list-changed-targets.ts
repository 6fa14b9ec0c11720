import type { Queryable } from '../pool.ts'

export interface ChangedTargetRow {
  readonly position: number
  readonly state: number
  readonly reason: number
  readonly message: string | null
  readonly progress: number | null
  readonly retry_at: Date | null
  readonly ended_at: Date | null
}

/**
 * A moment in the order of transactions: every row that a later look finds changed was written by a transaction that
 * had not ended then.
 */
export async function readMark(db: Queryable): Promise<string> {
  const { rows } = await db.query<{ mark: string }>({
    name: 'read-mark',
    text: 'select pg_snapshot_xmin(pg_current_snapshot())::text as mark',
  })
  return rows[0]!.mark
}

/**
 * The targets of an action that were written since the mark, by position; some of them may be as they were. Rows tell
 * by themselves which transaction wrote them, so that the hot table needs neither a column nor an index for this. A mark
 * that this database never gave is taken for the beginning.
 */
export async function listChangedTargets(
  db: Queryable,
  {
    accountId,
    actionId,
    mark,
    afterPosition,
    limit,
  }: { accountId: number; actionId: string; mark: string; afterPosition: number; limit: number },
): Promise<ChangedTargetRow[]> {
  const { rows } = await db.query<ChangedTargetRow>({
    name: 'list-changed-targets',
    text: `select position, state, reason, message, progress, retry_at, ended_at from target
           where account_id = $1 and action_id = $2 and position > $4
             and (age(xmin) <= age($3::xid8::xid) or $3::xid8 > pg_snapshot_xmax(pg_current_snapshot()))
           order by position limit $5`,
    values: [accountId, actionId, mark, afterPosition, limit],
  })
  return rows
}
