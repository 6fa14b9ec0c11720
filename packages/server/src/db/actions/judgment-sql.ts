import { stateCode } from '@muster/core/action/life-cycle.ts'
import { reasonCode } from '@muster/core/action/reason.ts'
import type { Way } from './choose-way.ts'
import { verdictSql } from './verdict-sql.ts'

/**
 * $1 account  $2 lookups, one string  $3 positions (null: 0, 1, 2 …)  $4 kinds and $5 verdicts, see VerdictTable
 * $6 now  $7 group that makes a move needless  $8 whether "not exempted" is needless  $9 work key of a command
 * $10 position of the first, where none are given
 *
 * The string is taken apart in the server: for 100 000 identifiers that costs two thirds of what an array does.
 */
interface Question {
  readonly by: 'id' | 'mac'
  readonly kind: 'change' | 'command'
  readonly before: 'group' | 'exemption' | 'nothing'
}

export const separator = '\u001f'

const code = {
  succeeded: stateCode('succeeded'),
  queued: stateCode('queued'),
  noOp: stateCode('no_op'),
  notFound: stateCode('not_found'),
  ambiguous: stateCode('ambiguous'),
}
const alreadySo = code.noOp * 100 + reasonCode('already_so')
const alreadyPending = code.noOp * 100 + reasonCode('already_pending')
/** No verdict for a kind that the table lacks: the state -1, and the kinds are read anew. */
const unknownKind = -100

const asked = (position: string) => `
  select ${position} as position, lookup
  from string_to_table($2, E'\\x1f') with ordinality as words (lookup, place)`

const askedAll = asked('place - 1 + $10::integer')
const askedSome = asked('coalesce(($3::integer[])[place], place - 1 + $10::integer)::integer')

const verdict = verdictSql({ kinds: '$4', verdicts: '$5', now: '$6' })
const isNeedless = `(coalesce(d.group_key = $7::integer, false) or ($8::boolean and (d.exempt_until is null or d.exempt_until <= $6)))`

/** How to find the same work for the same device, not yet done. */
type Waiting = Way | 'nothing waits'

// Device by device it is looked up so, whatever the planner thinks: it has no statistics of the commands that were
// queued a moment ago, and took to comparing each device with each of them.
const joinWaiting: Readonly<Record<Waiting, string>> = {
  each: `
  left join lateral (
    select action_id, position from target
    where account_id = $1 and device_key = d.device_key and work_key = $9::bigint and open
    offset 0
  ) waiting on true`,
  most: `
  left join target waiting
    on waiting.account_id = $1 and waiting.device_key = d.device_key and waiting.work_key = $9::bigint and waiting.open`,
  'nothing waits': '',
}

// What the verdict is made of, each worked out once a device: `offset 0` keeps the planner from repeating it.
const facts = (waiting: Waiting) => `
  d.device_key, d.device_id, d.generation, d.group_key, d.exempt_by, d.exempt_until, d.row_id, d.row_version,
  ${verdict} as verdict, ${isNeedless} as needless, $9::bigint as work_key, $3::integer[] as positions,
  ${waiting === 'nothing waits' ? 'null::uuid' : 'waiting.action_id'} as waiting_action,
  ${waiting === 'nothing waits' ? 'null::integer' : 'waiting.position'} as waiting_position`

const needless = `verdict / 100 = ${code.succeeded} and needless`
const pending = `verdict / 100 = ${code.queued} and waiting_position is not null`

/** The verdict, or why nothing needs to be done. */
const judgment = {
  change: `case when ${needless} then ${alreadySo} else coalesce(verdict, ${unknownKind}) end`,
  command: `case when ${pending} then ${alreadyPending} else coalesce(verdict, ${unknownKind}) end`,
  /** A command where none like it waits. */
  alone: `coalesce(verdict, ${unknownKind})`,
}

const deviceRow = 'select *, ctid as row_id, xmin as row_version from device'

// Device by device by the keys, whatever the planner thinks, as above: a plan that was kept from when there were a
// handful of devices went through all 20 000 of them for each of 1 500 identifiers.
const deviceWith = (key: string) => `lateral (
    ${deviceRow} where account_id = $1 and ${key} and removed_at is null
    offset 0
  ) d`

const joinDevice: Readonly<Record<Way, Readonly<Record<'id' | 'mac', string>>>> = {
  each: {
    /** Only the identifiers that are device ids as they stand: nearly always all of them. */
    id: `
  cross join ${deviceWith('device_id = asked.lookup')}`,

    /** Only the MAC addresses that devices report. */
    mac: `
  cross join lateral (
    select device_key from device_mac where account_id = $1 and mac = nullif(asked.lookup, E'\\x1e')::bigint
    offset 0
  ) m
  cross join ${deviceWith('device_key = m.device_key')}`,
  },
  most: {
    id: `
  join (${deviceRow}) d
    on d.account_id = $1 and d.device_id = asked.lookup and d.removed_at is null`,
    mac: `
  join device_mac m on m.account_id = $1 and m.mac = nullif(asked.lookup, E'\\x1e')::bigint
  join (${deviceRow}) d
    on d.account_id = $1 and d.device_key = m.device_key and d.removed_at is null`,
  },
}

/** Only what the join finds. */
export function judgedQuickly({ by, kind, before, way, waiting }: Question & { way: Way; waiting: Waiting }): string {
  const sameAs = kind === 'command' && waiting !== 'nothing waits'
  return grouped(
    `select *, ${judgment[kind === 'change' || sameAs ? kind : 'alone']} as judgment,
       ${sameAs ? `case when ${pending} then waiting_action end` : 'null::uuid'} as same_as_action,
       ${sameAs ? `case when ${pending} then waiting_position end` : 'null::integer'} as same_as_position
     from (
       select asked.position, ${facts(waiting)} from (${askedAll}) asked ${joinDevice[way][by]} ${joinWaiting[waiting]} offset 0
     ) found`,
    { kind, before, deviceIds: by === 'mac', sameAs },
  )
}

const namedById = `
  select (array_agg(d.device_key order by d.device_id = asked.lookup desc))[1] as device_key,
    least(count(*), 1) as devices, bool_or(d.device_id = asked.lookup) as by_own_id
  from (
    select device_key from device where account_id = $1 and device_id = asked.lookup
    union all
    select device_key from device_record where account_id = $1 and hwid = asked.lookup
  ) found
  cross join ${deviceWith('device_key = found.device_key')}`

const namedByMac = `
  select min(d.device_key) as device_key, count(*) as devices, false as by_own_id
  from (
    select device_key from device_mac where account_id = $1 and mac = nullif(asked.lookup, E'\\x1e')::bigint
    offset 0
  ) m
  cross join ${deviceWith('device_key = m.device_key')}`

// Another identifier of this request names the same device, and what the rule lets through is done there.
const repeated = `verdict / 100 in (${code.succeeded}, ${code.queued}) and not (${needless} or ${pending}) and first <> position`

/** Every identifier: also what names nothing, too much or the same again. */
export function judgedCompletely({ by, kind, before }: Question): string {
  return grouped(
    `select *,
       case
         when devices = 0 and lookup = E'\\x1e' then ${code.notFound * 100 + reasonCode('malformed_identifier')}
         when devices = 0 then ${code.notFound * 100 + reasonCode('not_found')}
         when devices > 1 then ${code.ambiguous * 100 + reasonCode('ambiguous')}
         when ${repeated} and verdict / 100 = ${code.queued} then ${alreadyPending}
         when ${repeated} then ${code.noOp * 100 + reasonCode('same_device')}
         else ${judgment[kind]}
       end as judgment,
       case when ${pending} then waiting_action end as same_as_action,
       case when ${pending} then waiting_position when ${repeated} then first end as same_as_position
     from (
       select named.position, named.lookup, named.devices, named.first, ${facts('each')}
       from (
         select asked.*, found.device_key, found.devices, first_value(position) over (
           partition by found.device_key, found.devices = 1 order by found.by_own_id desc, position
         ) as first
         from (${askedSome}) asked left join lateral (${by === 'id' ? namedById : namedByMac}) found on true
       ) named
       left join ${deviceWith('device_key = named.device_key and named.devices = 1')} on true
       ${joinWaiting.each} offset 0
     ) found`,
    { kind, before, deviceIds: true, sameAs: true },
  )
}

const applied = `judgment / 100 in (${code.succeeded}, ${code.queued})`

/** The columns of JudgedGroup; those that are the same for every target stay out of the grouping. */
function grouped(
  judged: string,
  { kind, before, deviceIds, sameAs }: Omit<Question, 'by'> & { deviceIds: boolean; sameAs: boolean },
): string {
  const grouping = {
    judgment: true,
    generation: true,
    group_key: before === 'group',
    exempt_by: before === 'exemption',
    exempt_until: before === 'exemption',
    same_as_action: sameAs && kind === 'command',
  }
  const columns = Object.entries(grouping).flatMap(([column, used]) => (used ? [column] : []))
  const same = (column: keyof typeof grouping) => (grouping[column] ? column : 'null')
  const each = (value: string, separatedBy: string, used = true) =>
    used ? `string_agg(${value}, ${separatedBy})` : 'null'
  return `
  select judgment / 100 as state, judgment % 100 as reason, generation, ${same('group_key')} as before_group_key,
    ${same('exempt_by')} as before_exempt_by, ${same('exempt_until')}::text as before_exempt_until,
    ${same('same_as_action')} as same_as_action,
    ${each('position::text', "','")} as positions,
    ${each('device_key::text', "','")} as device_keys,
    ${each('row_id::text', "';'", kind === 'change')} as row_ids,
    ${each('row_version::text', "';'", kind === 'change')} as row_versions,
    ${each("coalesce(device_id, '')", "E'\\n'", deviceIds)} as device_ids,
    ${each('same_as_position::text', "','", sameAs)} as same_as_positions
  from (
    select position, device_key, device_id, row_id, row_version, group_key, exempt_by, exempt_until, judgment,
      case when ${applied} then generation else 0 end as generation, same_as_action, same_as_position
    from (${judged}) judged
  ) target
  group by ${columns.join(', ')}`
}
