import { stateCode } from '@muster/core/action/life-cycle.ts'
import type { Int8, Queryable } from '../pool.ts'

/** What becomes of a command. Null: leave as it is. */
export interface CommandMove {
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

/** Of a command that the caller holds locked; `rowId` as `lockCommands` gave it. */
export type LockedMove = CommandMove & { readonly rowId: string }

/** Of a command that is taken to be in one of two states. */
export type ExpectedMove = CommandMove & {
  readonly actionId: string
  readonly position: number
  readonly deviceKey: Int8
  readonly generation: number
  readonly expected: readonly [number, number]
}

// Times and results that are there already stay: the first counts. A deferral said twice has the same `retry_at` and is
// counted once; its reason is no longer told once the agent says something else.
const moving = `
  update target t
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
    late_result = coalesce(t.late_result, given.late_result)`

const types = `$2::smallint[], $3::smallint[], $4::boolean[], $5::smallint[], $6::timestamptz[], $7::timestamptz[],
  $8::timestamptz[], $9::timestamptz[], $10::text[], $11::jsonb[], $12::jsonb[]`
const names = `state, reason, open, progress, accepted_at, finish_by, retry_at, ended_at, message, result, late_result`

function columns(moves: readonly CommandMove[]): unknown[][] {
  const column = <Key extends keyof CommandMove>(key: Key) => moves.map((move) => move[key])
  return [
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
  ]
}

export async function moveCommands(db: Queryable, accountId: number, moves: readonly LockedMove[]): Promise<void> {
  await db.query({
    name: 'move-commands',
    text: `${moving}
           from unnest(${types}, $13::tid[]) as given (${names}, row_id)
           where t.ctid = given.row_id and t.account_id = $1`,
    values: [accountId, ...columns(moves), moves.map(({ rowId }) => rowId)],
  })
}

/**
 * Moves those that are what they are taken for: those devices' own, of that enrolment, in one of the two states. Returns
 * which, by their place in the list; the list is in the order in which all callers lock.
 * One look into the keys each, as in `lockCommands`.
 */
export async function moveExpectedCommands(
  db: Queryable,
  accountId: number,
  moves: readonly ExpectedMove[],
): Promise<number[]> {
  const { rows } = await db.query<{ place: number }>({
    name: 'move-expected-commands',
    text: `${moving}
           from unnest(${types}, $13::uuid[], $14::integer[], $15::bigint[], $16::integer[], $17::smallint[],
               $18::smallint[]) with ordinality
             as given (${names}, action_id, position, device_key, generation, expected, or_expected, place)
           cross join lateral (
             select ctid as row_id from target
             where account_id = $1 and action_id = given.action_id and position = given.position
               and device_key = given.device_key
             offset 0
           ) found
           where t.ctid = found.row_id and t.device_key = given.device_key and t.generation = given.generation
             and t.state in (given.expected, given.or_expected)
           returning (given.place - 1)::integer as place`,
    values: [
      accountId,
      ...columns(moves),
      moves.map(({ actionId }) => actionId),
      moves.map(({ position }) => position),
      moves.map(({ deviceKey }) => deviceKey),
      moves.map(({ generation }) => generation),
      moves.map(({ expected }) => expected[0]),
      moves.map(({ expected }) => expected[1]),
    ],
  })
  return rows.map(({ place }) => place)
}
