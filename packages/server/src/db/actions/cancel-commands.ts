import { stateCode, statesBefore, type TargetState } from '@muster/core/action/life-cycle.ts'
import { reasonCode } from '@muster/core/action/reason.ts'
import type { Queryable } from '../pool.ts'

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

const withUs = ['held', 'queued'] as const
// Also what is deferred: its agent would try again by itself.
const withAgents = statesBefore('cancelling')
const codes = (states: readonly TargetState[]) => `'{${states.map(stateCode).join(',')}}'::smallint[]`

/**
 * What no agent holds is cancelled and done with; the others are asked to stop, until `answerBy`. One statement: a
 * command that moves from one kind to the other meanwhile is seen as what it is then, and not missed by both.
 */
export async function cancelCommands(
  db: Queryable,
  { accountId, actionId, at, answerBy }: { accountId: number; actionId: string; at: Date; answerBy: Date },
): Promise<{ cancelled: number; askedToStop: number }> {
  const { rows } = await db.query<{ cancelled: string; asked: string }>({
    name: 'cancel-commands',
    text: `with changed as (
             update target set
               state = case when state = any(${codes(withUs)}) then ${stateCode('cancelled')} else ${stateCode('cancelling')} end,
               reason = case when state = any(${codes(withUs)}) then ${reasonCode('cancelled')} else reason end,
               open = not (state = any(${codes(withUs)})),
               ended_at = case when state = any(${codes(withUs)}) then $3::timestamptz end,
               cancel_by = case when state = any(${codes(withUs)}) then null else $4::timestamptz end
             where account_id = $1 and action_id = $2 and open and state = any(${codes([...withUs, ...withAgents])})
             returning open
           )
           select count(*) filter (where not open) as cancelled, count(*) filter (where open) as asked from changed`,
    values: [accountId, actionId, at, answerBy],
  })
  return { cancelled: Number(rows[0]?.cancelled), askedToStop: Number(rows[0]?.asked) }
}
