import { stateCode } from '@muster/core/action/life-cycle.ts'
import { reasonCode } from '@muster/core/action/reason.ts'

/**
 * The question that planning and applying share: which device each identifier names, and what the verdict on it is.
 *
 * $1 account  $2 lookups, one string  $3 identifiers as sent, one string  $4 positions (null: 0, 1, 2 …)
 * $5–$8 the verdict table  $9 now  $10 group that makes a move needless  $11 whether "not exempted" is needless
 * $12 work key of a command
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
  readonly verdicts: {
    readonly kindIds: string
    readonly statuses: string
    readonly states: string
    readonly reasons: string
  }
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
    verdicts.statuses,
    verdicts.states,
    verdicts.reasons,
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
  ),
  verdict as (
    select * from unnest($5::integer[], $6::smallint[], $7::smallint[], $8::smallint[])
      as row (kind_id, status, state, reason)
  )`

// A device of a kind that the table lacks gets -1: the kinds are then read anew.
const stateOfVerdict = `
  case
    when verdict.state = ${code.succeeded} and (
      d.group_key = $10::integer or ($11::boolean and (d.exempt_until is null or d.exempt_until <= $9))
    ) then ${code.noOp}
    else coalesce(verdict.state, -1)
  end`

const reasonOfVerdict = `
  case
    when verdict.state = ${code.succeeded} and (
      d.group_key = $10::integer or ($11::boolean and (d.exempt_until is null or d.exempt_until <= $9))
    ) then ${reasonCode('already_so')}
    else coalesce(verdict.reason, 0)
  end`

const deviceFacts = `d.device_key, d.device_id, d.generation, d.group_key, d.exempt_by, d.exempt_until`

const joinVerdict = `
  left join verdict on verdict.kind_id = d.kind_id
    and verdict.status = device_status(d.base_status, d.ignored, d.exempt_until, $9)`

const nothingWaiting = 'null::uuid as same_as_action, null::integer as same_as_position'

/** Only the identifiers that are device ids as they stand: nearly always all of them, by one index. */
const quicklyById = `
  judged as materialized (
    select asked.position, asked.identifier, ${deviceFacts},
      ${stateOfVerdict} as state, ${reasonOfVerdict} as reason, ${nothingWaiting}
    from asked
    join device d on d.account_id = $1 and d.device_id = asked.lookup and d.removed_at is null
    ${joinVerdict}
  )`

/** Only the MAC addresses that one device reports. */
const quicklyByMac = `
  judged as materialized (
    select * from (
      select asked.position, asked.identifier, ${deviceFacts},
        ${stateOfVerdict} as state, ${reasonOfVerdict} as reason, ${nothingWaiting},
        count(*) over (partition by asked.position) as devices
      from asked
      join device_mac m on m.account_id = $1 and m.mac = nullif(asked.lookup, E'\\x1e')::bigint
      join device d on d.account_id = $1 and d.device_key = m.device_key and d.removed_at is null
      ${joinVerdict}
    ) found
    where devices = 1
  )`

const namedById = `
  select asked.position, min(d.device_key) as device_key, 1 as devices
  from asked
  join lateral (
    select device_key from device where account_id = $1 and device_id = asked.lookup
    union all
    select device_key from device_record where account_id = $1 and hwid = asked.lookup
  ) found on true
  join device d on d.account_id = $1 and d.device_key = found.device_key and d.removed_at is null
  group by asked.position`

const namedByMac = `
  select asked.position, min(d.device_key) as device_key, count(*) as devices
  from asked
  join device_mac m on m.account_id = $1 and m.mac = nullif(asked.lookup, E'\\x1e')::bigint
  join device d on d.account_id = $1 and d.device_key = m.device_key and d.removed_at is null
  group by asked.position`

/** Every identifier, also what names nothing or too much, and the equal command that already waits. */
function completely(named: string): string {
  return `
  named as (${named}),
  judged as materialized (
    select asked.position, asked.identifier, ${deviceFacts},
      case
        when named.position is null then ${code.notFound}
        when named.devices > 1 then ${code.ambiguous}
        when verdict.state = ${code.queued} and waiting.position is not null then ${code.noOp}
        else ${stateOfVerdict}
      end as state,
      case
        when named.position is null and asked.lookup = E'\\x1e' then ${reasonCode('malformed_identifier')}
        when named.position is null then ${reasonCode('not_found')}
        when named.devices > 1 then ${reasonCode('ambiguous')}
        when verdict.state = ${code.queued} and waiting.position is not null then ${reasonCode('already_pending')}
        else ${reasonOfVerdict}
      end as reason,
      waiting.action_id as same_as_action, waiting.position as same_as_position
    from asked
    left join named on named.position = asked.position
    left join device d on d.account_id = $1 and d.device_key = named.device_key and named.devices = 1
    ${joinVerdict}
    left join target waiting on waiting.account_id = $1 and waiting.device_key = d.device_key
      and waiting.work_key = $12::bigint and waiting.open
  )`
}

/** Common table expressions, the last of them `judged`; the quick ones leave out what they cannot say. */
export const judgedTargets = {
  quickly: { id: `${asked}, ${quicklyById}`, mac: `${asked}, ${quicklyByMac}` },
  completely: { id: `${asked}, ${completely(namedById)}`, mac: `${asked}, ${completely(namedByMac)}` },
}

/**
 * One line a target: position, state, reason, generation, device key, and where needed the device's id and the
 * command that already waits. One value is far cheaper to hand over than as many rows.
 */
export const judgedLines = `
  string_agg(
    concat_ws(' ', judged.position, judged.state, judged.reason, judged.generation, judged.device_key) ||
      case when judged.device_id <> judged.identifier then ' ' || judged.device_id else '' end ||
      case when judged.same_as_action is not null
        then E'\\t' || judged.same_as_action || ' ' || judged.same_as_position else '' end,
    E'\\n'
  )`
