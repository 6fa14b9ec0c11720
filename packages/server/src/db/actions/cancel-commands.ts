import type { Queryable } from '../pool.ts'
import { isStoppable, stopSql } from './stop-sql.ts'

/** False where the action does not exist; the first cancellation is the one that is remembered. */
export async function markCancelled(
  db: Queryable,
  { accountId, actionId, at, by }: { accountId: number; actionId: string; at: Date; by: string },
): Promise<boolean> {
  const { rowCount } = await db.query({
    name: 'mark-cancelled',
    text: `update action set cancelled_at = coalesce(cancelled_at, $3), cancelled_by = coalesce(cancelled_by, $4)
           where account_id = $1 and action_id = $2`,
    values: [accountId, actionId, at, by],
  })
  return rowCount === 1
}

/** What no agent holds is cancelled and done with; the others are asked to stop, until `answerBy`. */
export async function cancelCommands(
  db: Queryable,
  { accountId, actionId, at, answerBy }: { accountId: number; actionId: string; at: Date; answerBy: Date },
): Promise<{ cancelled: number; askedToStop: number }> {
  const { rows } = await db.query<{ cancelled: string; asked: string }>({
    name: 'cancel-commands',
    text: `with changed as (
             update target t set ${stopSql({ state: 'cancelled', reason: 'cancelled', at: '$3', answerBy: '$4' })}
             where t.account_id = $1 and t.action_id = $2 and ${isStoppable}
             returning t.open
           )
           select count(*) filter (where not open) as cancelled, count(*) filter (where open) as asked from changed`,
    values: [accountId, actionId, at, answerBy],
  })
  return { cancelled: Number(rows[0]?.cancelled), askedToStop: Number(rows[0]?.asked) }
}
