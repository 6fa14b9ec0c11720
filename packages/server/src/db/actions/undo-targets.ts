import { stateCode } from '@muster/core/action/life-cycle.ts'
import { reasonCode } from '@muster/core/action/reason.ts'
import type { Queryable } from '../pool.ts'

/** What is put back. */
export type UndoneThing = 'exemption' | 'ignored' | 'group'

/** Devices that the undoing treats alike. */
export interface UndoneGroup {
  readonly state: number
  readonly reason: number
  readonly generation: number
  /** Separated by commas. */
  readonly positions: string
  /** Separated by line breaks, in the order of the positions. */
  readonly device_ids: string
}

export interface UndoTargets {
  readonly accountId: number
  readonly undone: string
  readonly thing: UndoneThing
  readonly now: Date
  /** What the action made of its devices: their group, or whether they are ignored; null of an exemption that it ended. */
  readonly left: { readonly groupKey?: number | undefined; readonly ignored?: boolean; readonly exempts?: boolean }
}

const succeeded = stateCode('succeeded')

// An exemption that is over is none, now as before.
const present = `case when d.exempt_until > $3 then d.exempt_by end`
const former = `case when t.before_exempt_until > $3 then t.before_exempt_by end`

/** Whether the device is as it was before the action, and whether it is as the action left it. */
const conditions: Readonly<Record<UndoneThing, { isFormer: string; isLeft: string; isPossible: string }>> = {
  exemption: {
    isFormer: `(${present} is not distinct from ${former} and (${present} is null or d.exempt_until = t.before_exempt_until))`,
    isLeft: `(${present} is not distinct from case when $6::boolean then $2::uuid end)`,
    isPossible: 'true',
  },
  ignored: { isFormer: 'd.ignored <> $5::boolean', isLeft: 'true', isPossible: 'true' },
  group: {
    isFormer: 'd.group_key = t.before_group_key',
    isLeft: 'coalesce(d.group_key = $4::integer, false)',
    isPossible: 'exists (select from device_group g where g.account_id = $1 and g.group_key = t.before_group_key)',
  },
}

/** Every device that the action changed, in its order, with the verdict on putting it back. */
function judged(thing: UndoneThing): string {
  const { isFormer, isLeft, isPossible } = conditions[thing]
  const isGone = 'd.removed_at is not null or d.generation <> t.generation'
  return `judged as (
    select (row_number() over (order by t.position) - 1)::integer as position, d.device_id, d.device_key, d.generation,
      d.group_key, d.exempt_by, d.exempt_until,
      case
        when ${isGone} then ${stateCode('failed')}
        when ${isFormer} then ${stateCode('no_op')}
        when not ${isPossible} or not ${isLeft} then ${stateCode('failed')}
        else ${succeeded}
      end as state,
      case
        when ${isGone} then ${reasonCode('device_removed')}
        when ${isFormer} then ${reasonCode('already_so')}
        when not ${isPossible} then ${reasonCode('no_such_group')}
        when not ${isLeft} then ${reasonCode('changed_since')}
        else 0
      end as reason
    from target t
    join device d on d.account_id = t.account_id and d.device_key = t.device_key
    where t.account_id = $1 and t.action_id = $2 and t.state = ${succeeded} and t.generation > 0
      and $3::timestamptz is not null and ($4::integer is null or $4 is not null)
      and ($5::boolean is null or $5 is not null) and ($6::boolean is null or $6 is not null)
  )`
}

const groups = (from: string) => `
  select state, reason, case when state = ${succeeded} then generation else 0 end as generation,
    string_agg(position::text, ',') as positions, string_agg(device_id, E'\\n') as device_ids
  from ${from} group by 1, 2, 3`

function valuesOf({ accountId, undone, now, left }: UndoTargets): unknown[] {
  return [accountId, undone, now, left.groupKey ?? null, left.ignored ?? null, left.exempts ?? false]
}

/** The verdicts, and nothing written. */
export async function judgeUndoing(db: Queryable, undo: UndoTargets): Promise<UndoneGroup[]> {
  const { rows } = await db.query<UndoneGroup>({
    name: `judge-undoing-${undo.thing}`,
    text: `with ${judged(undo.thing)} ${groups('judged')}`,
    values: valuesOf(undo),
  })
  return rows
}

/** Writes them as targets of a new action, each with the image of what the device is now. */
export async function addUndoTargets(db: Queryable, undo: UndoTargets, actionId: string): Promise<UndoneGroup[]> {
  const { rows } = await db.query<UndoneGroup>({
    name: `add-undo-targets-${undo.thing}`,
    text: `with ${judged(undo.thing)}, added as (
             insert into target (account_id, action_id, position, identifier, device_key, generation, state, reason,
               before_group_key, before_exempt_by, before_exempt_until, ended_at)
             select $1, $7, position, device_id, device_key, case when state = ${succeeded} then generation else 0 end,
               state, reason, ${undo.thing === 'group' ? 'group_key' : 'null'},
               ${undo.thing === 'exemption' ? 'exempt_by, exempt_until' : 'null, null'}, $3
             from judged
           )
           ${groups('judged')}`,
    values: [...valuesOf(undo), actionId],
  })
  return rows
}

const assignments: Readonly<Record<UndoneThing, string>> = {
  exemption: `exempt_by = case when t.former_until > $4 then t.former_by end,
      exempt_until = case when t.former_until > $4 then t.former_until end,
      exempt_critical = coalesce(t.former_until > $4, false) and coalesce((
        select a.params::jsonb ->> 'scope' = 'critical' from action a
        where a.account_id = $1 and a.action_id = t.former_by), false)`,
  ignored: 'ignored = not $5::boolean',
  group: 'group_key = t.former_group',
}

const sameAsJudged: Readonly<Record<UndoneThing, string>> = {
  exemption: `d.exempt_by is not distinct from t.before_exempt_by
      and d.exempt_until is not distinct from t.before_exempt_until`,
  ignored: 'd.ignored = $5::boolean',
  group: 'd.group_key = t.before_group_key',
}

/** Puts back what the action changed, as long as the devices are as they were judged; returns how many. */
export async function putBack(
  db: Queryable,
  { accountId, undone, thing, now, left }: UndoTargets,
  actionId: string,
): Promise<number> {
  const { rowCount } = await db.query({
    name: `put-back-${thing}`,
    text: `update device d set ${assignments[thing]}
           from (
             select n.device_key, n.generation, n.before_group_key, n.before_exempt_by, n.before_exempt_until,
               o.before_group_key as former_group, o.before_exempt_by as former_by, o.before_exempt_until as former_until
             from target n
             join target o on o.account_id = $1 and o.action_id = $2 and o.device_key = n.device_key
               and o.state = ${succeeded} and o.generation > 0
             where n.account_id = $1 and n.action_id = $3 and n.state = ${succeeded}
             order by n.device_key offset 0
           ) t
           where d.account_id = $1 and d.device_key = t.device_key and d.generation = t.generation
             and d.removed_at is null and ${sameAsJudged[thing]}
             and $4::timestamptz is not null and ($5::boolean is null or $5 is not null)`,
    values: [accountId, undone, actionId, now, left.ignored ?? null],
  })
  return rowCount ?? 0
}
