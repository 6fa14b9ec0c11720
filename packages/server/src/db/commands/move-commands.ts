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

// What the moves of a set have in common is said once for all of them: most news says the same of many commands, and
// 1 000 moves in 17 columns of their own took half as long again. In the given order, in which rows are locked.
const given = (address: string, types: string) => `(
    select made.*, nullif(each.result, 'null') as result, ${address}, place
    from rows from (unnest($2::integer[], ${types}), jsonb_array_elements($3::jsonb)) with ordinality
      as each (number, ${address}, result, place)
    join (
      select (place - 1)::integer as number, (kind ->> 0)::smallint as state, (kind ->> 1)::smallint as reason,
        (kind ->> 2)::boolean as open, (kind ->> 3)::smallint as progress, ${time(4)} as accepted_at,
        ${time(5)} as finish_by, ${time(6)} as retry_at, ${time(7)} as ended_at, kind ->> 8 as message,
        (kind ->> 9)::jsonb as late_result, (kind ->> 10)::uuid as action_id, (kind ->> 11)::smallint as expected,
        (kind ->> 12)::smallint as or_expected
      from jsonb_array_elements($4::jsonb) with ordinality as kinds (kind, place)
    ) made using (number)
    order by place offset 0
  ) given`

function time(place: number): string {
  return `to_timestamp((kind ->> ${place})::double precision / 1000)`
}

/** $2 to $4: of which kind each move is, what each brought, and the kinds. */
function toTexts(moves: readonly (CommandMove & Partial<ExpectedMove>)[]): string[] {
  const kinds = new Map<string, number>()
  let last: readonly unknown[] = []
  let number = 0
  const numbers = moves.map((move) => {
    const kind = kindOf(move)
    // Many in a row are alike: they need no text.
    if (kind.some((part, place) => part !== last[place])) {
      const text = JSON.stringify(kind)
      number = kinds.get(text) ?? kinds.size
      kinds.set(text, number)
      last = kind
    }
    return number
  })
  const results = moves.map(({ result }) => result ?? 'null')
  return [toArray(numbers), `[${results.join(',')}]`, `[${[...kinds.keys()].join(',')}]`]
}

/** What the statement reads of a kind, by place; times in milliseconds. */
function kindOf(move: CommandMove & Partial<ExpectedMove>): (string | number | boolean | null)[] {
  return [
    move.state,
    move.reason,
    move.open,
    move.progress,
    toTime(move.acceptedAt),
    toTime(move.finishBy),
    toTime(move.retryAt),
    toTime(move.endedAt),
    move.message,
    move.lateResult,
    move.actionId ?? null,
    move.expected?.[0] ?? null,
    move.expected?.[1] ?? null,
  ]
}

function toTime(at: Date | null): number | null {
  return at === null ? null : at.getTime()
}

function toArray(values: readonly (number | Int8)[]): string {
  return `{${values.join(',')}}`
}

export async function moveCommands(db: Queryable, accountId: number, moves: readonly LockedMove[]): Promise<void> {
  await db.query({
    name: 'move-commands',
    text: `${moving}
           from ${given('row_id', '$5::tid[]')}
           where t.ctid = given.row_id and t.account_id = $1`,
    values: [accountId, ...toTexts(moves), moves.map(({ rowId }) => rowId)],
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
  const { rows } = await db.query<{ places: string | null }>({
    name: 'move-expected-commands',
    text: `with moved as (
             ${moving}
             from ${given('position, device_key, generation', '$5::integer[], $6::bigint[], $7::integer[]')}
             cross join lateral (
               select ctid as row_id from target
               where account_id = $1 and action_id = given.action_id and position = given.position
                 and device_key = given.device_key
               offset 0
             ) found
             where t.ctid = found.row_id and t.device_key = given.device_key and t.generation = given.generation
               and t.state in (given.expected, given.or_expected)
             returning given.place - 1 as place
           )
           select string_agg(place::text, ',') as places from moved`,
    values: [
      accountId,
      ...toTexts(moves),
      toArray(moves.map(({ position }) => position)),
      toArray(moves.map(({ deviceKey }) => deviceKey)),
      toArray(moves.map(({ generation }) => generation)),
    ],
  })
  return rows[0]!.places?.split(',').map(Number) ?? []
}
