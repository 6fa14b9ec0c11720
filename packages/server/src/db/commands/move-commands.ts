import type { Queryable } from '../pool.ts'

/** What becomes of a command that the caller holds locked. Null: leave as it is. */
export interface CommandMove {
  readonly actionId: string
  readonly position: number
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

/** Times and results that are there already stay: the first counts. */
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
             ended_at = coalesce(t.ended_at, given.ended_at),
             message = coalesce(given.message, t.message),
             result = coalesce(t.result, given.result),
             late_result = coalesce(t.late_result, given.late_result)
           from unnest($2::uuid[], $3::integer[], $4::smallint[], $5::smallint[], $6::boolean[], $7::smallint[],
               $8::timestamptz[], $9::timestamptz[], $10::timestamptz[], $11::timestamptz[], $12::text[], $13::jsonb[],
               $14::jsonb[])
             as given (action_id, position, state, reason, open, progress, accepted_at, finish_by, retry_at, ended_at,
               message, result, late_result)
           where t.account_id = $1 and t.action_id = given.action_id and t.position = given.position`,
    values: [
      accountId,
      column('actionId'),
      column('position'),
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
