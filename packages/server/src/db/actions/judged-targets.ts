import { stateCode } from '@muster/core/action/life-cycle.ts'
import { reasonCode } from '@muster/core/action/reason.ts'
import type { ChosenWay, Way } from './choose-way.ts'
import { verdictSql } from './verdict-sql.ts'

/**
 * The question that planning and applying share: which device each identifier names, and what the verdict on it is.
 *
 * $1 account  $2 lookups, one string  $3 identifiers as sent, one string  $4 positions (null: 0, 1, 2 …)
 * $5 kinds and $6 verdicts, see VerdictTable  $7 now  $8 group that makes a move needless
 * $9 whether "not exempted" is needless  $10 work key of a command
 *
 * The strings are taken apart in the server: for 100 000 identifiers that costs two thirds of what an array does.
 */
export interface JudgeParams {
  readonly accountId: number
  readonly by: 'id' | 'mac'
  readonly lookups: readonly string[]
  readonly identifiers: readonly string[]
  /** Where only some of the request's identifiers are asked about. */
  readonly positions?: readonly number[] | undefined
  readonly verdicts: { readonly kindIds: string; readonly verdicts: string }
  readonly now: Date
  readonly needless: { readonly groupKey?: number | undefined; readonly unexempted?: boolean | undefined }
  readonly workKey?: string | undefined
}

export const separator = '\u001f'

export function judgeValues({ accountId, lookups, identifiers, positions, verdicts, now, ...rest }: JudgeParams) {
  return [
    accountId,
    lookups.join(separator),
    // The same list where ids are looked up as sent: hand the server one copy.
    lookups === identifiers ? null : identifiers.join(separator),
    positions === undefined ? null : `{${positions.join(',')}}`,
    verdicts.kindIds,
    verdicts.verdicts,
    now,
    rest.needless.groupKey ?? null,
    rest.needless.unexempted ?? false,
    rest.workKey ?? null,
  ]
}

const code = {
  succeeded: stateCode('succeeded'),
  queued: stateCode('queued'),
  noOp: stateCode('no_op'),
  notFound: stateCode('not_found'),
  ambiguous: stateCode('ambiguous'),
}

const asked = `
  asked as (
    select coalesce(($4::integer[])[place], place - 1)::integer as position, lookup, coalesce(identifier, lookup) as identifier
    from rows from (
      string_to_table($2, E'\\x1f'), string_to_table($3, E'\\x1f')
    ) with ordinality as words (lookup, identifier, place)
  )`

const verdict = verdictSql({ kinds: '$5', verdicts: '$6', now: '$7' })
const isNeedless = `(coalesce(d.group_key = $8::integer, false) or ($9::boolean and (d.exempt_until is null or d.exempt_until <= $7)))`

/** How to find the same work for the same device, not yet done. */
type Waiting = Way | 'nothing waits'

// Device by device it is looked up so, whatever the planner thinks: it has no statistics of the commands that were
// queued a moment ago, and took to comparing each device with each of them.
const joinWaiting: Readonly<Record<Waiting, string>> = {
  each: `
  left join lateral (
    select action_id, position from target
    where account_id = $1 and device_key = d.device_key and work_key = $10::bigint and open
    offset 0
  ) waiting on true`,
  most: `
  left join target waiting
    on waiting.account_id = $1 and waiting.device_key = d.device_key and waiting.work_key = $10::bigint and waiting.open`,
  'nothing waits': '',
}

// What the verdict is made of, each worked out once a device: `offset 0` keeps the planner from repeating it.
const facts = (waiting: Waiting) => `
  d.device_key, d.device_id, d.generation, d.group_key, d.exempt_by, d.exempt_until,
  ${verdict} as verdict, ${isNeedless} as needless,
  ${waiting === 'nothing waits' ? 'null::uuid' : 'waiting.action_id'} as waiting_action,
  ${waiting === 'nothing waits' ? 'null::integer' : 'waiting.position'} as waiting_position`

const columns = 'position, identifier, device_key, device_id, generation, group_key, exempt_by, exempt_until'

const needless = `verdict / 100 = ${code.succeeded} and needless`
const pending = `verdict / 100 = ${code.queued} and waiting_position is not null`

// No verdict for a kind that the table lacks: it gets the state -1, and the kinds are read anew.
const state = `
  case
    when ${needless} or ${pending} then ${code.noOp}
    else coalesce(verdict / 100, -1)
  end`

const reason = `
  case
    when ${needless} then ${reasonCode('already_so')}
    when ${pending} then ${reasonCode('already_pending')}
    else coalesce(verdict % 100, 0)
  end`

/** Only what the join finds: it must give each asked identifier at most one device. */
function quickly(joinDevice: string, waiting: Waiting): string {
  return `
  judged as (
    select ${columns}, ${state} as state, ${reason} as reason,
      case when ${pending} then waiting_action end as same_as_action,
      case when ${pending} then waiting_position end as same_as_position
    from (select asked.position, asked.identifier, ${facts(waiting)} from asked ${joinDevice} ${joinWaiting[waiting]} offset 0) found
  )`
}

const joinDevice = {
  /** Only the identifiers that are device ids as they stand: nearly always all of them. */
  id: `
  join device d on d.account_id = $1 and d.device_id = asked.lookup and d.removed_at is null`,

  /**
   * Only the MAC addresses that devices report. It takes for granted that each is reported by one device, and each
   * device asked for once: where that is not so, the keys of the targets refuse it, and it is done `completely`.
   */
  mac: `
  join device_mac m on m.account_id = $1 and m.mac = nullif(asked.lookup, E'\\x1e')::bigint
  join device d on d.account_id = $1 and d.device_key = m.device_key and d.removed_at is null`,
}

const namedById = `
  select (array_agg(d.device_key order by d.device_id = asked.lookup desc))[1] as device_key,
    least(count(*), 1) as devices, bool_or(d.device_id = asked.lookup) as by_own_id
  from (
    select device_key from device where account_id = $1 and device_id = asked.lookup
    union all
    select device_key from device_record where account_id = $1 and hwid = asked.lookup
  ) found
  join device d on d.account_id = $1 and d.device_key = found.device_key and d.removed_at is null`

const namedByMac = `
  select min(d.device_key) as device_key, count(*) as devices, false as by_own_id
  from device_mac m
  join device d on d.account_id = $1 and d.device_key = m.device_key and d.removed_at is null
  where m.account_id = $1 and m.mac = nullif(asked.lookup, E'\\x1e')::bigint`

// Another identifier of this request names the same device, and what the rule lets through is done there.
const repeated = `verdict / 100 in (${code.succeeded}, ${code.queued}) and not (${needless} or ${pending}) and first <> position`

/** Every identifier: also what names nothing, too much or the same again. */
function completely(named: string): string {
  return `
  named as (
    select asked.*, found.device_key, found.devices, first_value(position) over (
      partition by found.device_key, found.devices = 1 order by found.by_own_id desc, position
    ) as first
    from asked left join lateral (${named}) found on true
  ),
  judged as (
    select ${columns},
      case
        when devices = 0 then ${code.notFound}
        when devices > 1 then ${code.ambiguous}
        when ${repeated} then ${code.noOp}
        else ${state}
      end as state,
      case
        when devices = 0 and lookup = E'\\x1e' then ${reasonCode('malformed_identifier')}
        when devices = 0 then ${reasonCode('not_found')}
        when devices > 1 then ${reasonCode('ambiguous')}
        when ${repeated} and verdict / 100 = ${code.queued} then ${reasonCode('already_pending')}
        when ${repeated} then ${reasonCode('same_device')}
        else ${reason}
      end as reason,
      case when ${pending} then waiting_action end as same_as_action,
      case when ${pending} then waiting_position when ${repeated} then first end as same_as_position
    from (
      select named.position, named.identifier, named.lookup, named.devices, named.first, ${facts('each')}
      from named
      left join device d on d.account_id = $1 and d.device_key = named.device_key and named.devices = 1
      ${joinWaiting.each} offset 0
    ) found
  )`
}

/**
 * Common table expressions, the last of them `judged`. The quick ones leave out what they cannot say, and where
 * `equalWorkMayWait` is wrongly false, the keys of the targets refuse what they write.
 */
export const judgedTargets = {
  quickly: (by: 'id' | 'mac', { way, equalWorkMayWait }: ChosenWay) =>
    `${asked}, ${quickly(joinDevice[by], equalWorkMayWait ? way : 'nothing waits')}`,
  completely: { id: `${asked}, ${completely(namedById)}`, mac: `${asked}, ${completely(namedByMac)}` },
}

/** Targets by what is the same of many: far cheaper to hand over than a row a target. */
export interface JudgedGroup {
  readonly state: number
  readonly reason: number
  readonly generation: number
  /** Separated by commas. */
  readonly positions: string
  /** Separated by line breaks, in the order of the positions; null: each is its identifier. Empty: no one device. */
  readonly device_ids: string | null
  /** Separated by commas: action and position of the command that already waits, or the position alone: of this action. */
  readonly same_as: string | null
}

/**
 * `source` is `judged`, or the targets as they were written: where each identifier is the device's id, those tell all,
 * and what was judged need not be kept for a second reading.
 */
export function judgedGroups(source: 'judged' | 'added'): string {
  const deviceIds = source === 'added' ? 'null' : `string_agg(coalesce(device_id, ''), E'\\n')`
  return `
  select state, reason, coalesce(generation, 0) as generation, string_agg(position::text, ',') as positions,
    ${deviceIds} as device_ids,
    string_agg(concat_ws(' ', same_as_action, same_as_position), ',') filter (where same_as_position is not null) as same_as
  from ${source} group by state, reason, coalesce(generation, 0)`
}
