import { stateCode } from '@muster/core/action/life-cycle.ts'
import type { Queryable } from '../pool.ts'

/** What becomes of a command that the caller holds locked. Null: leave as it is. */
export interface CommandMove {
  /** As `lockCommands` gave it. */
  readonly rowId: string
  readonly state: number
  readonly reason: number
  readonly open: boolean
  readonly progress: number | null
  readonly acceptedAt: Date | null
  readonly finishBy: Date | null
  readonly retryAt: Date | null
  readonly endedAt: Date | null
  readonly message: string | null
  /** JSON text. */
  readonly result: string | null
  readonly lateResult: string | null
}

/**
 * Times and results that are there already stay: the first counts. A deferral said twice has the same `retry_at` and is
 * counted once; its reason is no longer told once the agent says something else.
 */
export async function moveCommands(db: Queryable, accountId: number, moves: readonly CommandMove[]): Promise<void> {
  const column = <Key extends keyof CommandMove>(key: Key) => moves.map((move) => move[key])
  await db.query({
    name: 'move-commands',
    text: `update target t
           set state = given.state, reason = given.reason, open = given.open,
             progress = coalesce(given.progress, t.progress),
             accepted_at = coalesce(t.accepted_at, given.accepted_at),
             finish_by = coalesce(t.finish_by, given.finish_by),
             retry_at = given.retry_at,
             deferrals = case
               when given.retry_at is distinct from t.retry_at and given.state = ${stateCode('deferred')}
                 then least(coalesce(t.deferrals, 0) + 1, 32767)
               else t.deferrals
             end,
             ended_at = coalesce(t.ended_at, given.ended_at),
             message = coalesce(given.message,
               case when not t.open or given.state = ${stateCode('deferred')} then t.message end),
             result = coalesce(t.result, given.result),
             late_result = coalesce(t.late_result, given.late_result)
           from unnest($2::tid[], $3::smallint[], $4::smallint[], $5::boolean[], $6::smallint[], $7::timestamptz[],
               $8::timestamptz[], $9::timestamptz[], $10::timestamptz[], $11::text[], $12::jsonb[], $13::jsonb[])
             as given (row_id, state, reason, open, progress, accepted_at, finish_by, retry_at, ended_at, message,
               result, late_result)
           where t.ctid = given.row_id and t.account_id = $1`,
    values: [
      accountId,
      column('rowId'),
      column('state'),
      column('reason'),
      column('open'),
      column('progress'),
      column('acceptedAt'),
      column('finishBy'),
      column('retryAt'),
      column('endedAt'),
      column('message'),
      column('result'),
      column('lateResult'),
    ],
  })
}
