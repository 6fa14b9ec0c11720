import { stateCode, statesBefore } from '@muster/core/action/life-cycle.ts'
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

// A deferred command lies in nobody's hands but ours.
const withUs = `{${(['held', 'queued', 'deferred'] as const).map(stateCode).join(',')}}`
const withAgents = `{${statesBefore('cancelling')
  .filter((state) => state !== 'deferred')
  .map(stateCode)
  .join(',')}}`

/** What no agent holds is cancelled and done with; the others are asked to stop, until `answerBy`. */
export async function cancelCommands(
  db: Queryable,
  { accountId, actionId, at, answerBy }: { accountId: number; actionId: string; at: Date; answerBy: Date },
): Promise<{ cancelled: number; askedToStop: number }> {
  const cancelled = await db.query({
    name: 'cancel-waiting-commands',
    text: `update target set state = ${stateCode('cancelled')}, reason = ${reasonCode('cancelled')}, open = false, ended_at = $3
           where account_id = $1 and action_id = $2 and open and state = any('${withUs}'::smallint[])`,
    values: [accountId, actionId, at],
  })
  const asked = await db.query({
    name: 'ask-commands-to-stop',
    text: `update target set state = ${stateCode('cancelling')}, cancel_by = $3
           where account_id = $1 and action_id = $2 and open and state = any('${withAgents}'::smallint[])`,
    values: [accountId, actionId, answerBy],
  })
  return { cancelled: cancelled.rowCount ?? 0, askedToStop: asked.rowCount ?? 0 }
}
