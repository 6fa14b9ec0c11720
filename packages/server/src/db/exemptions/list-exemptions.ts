import { stateCode } from '@muster/core/action/life-cycle.ts'
import type { ExemptionState } from '@muster/core/api/exemptions.ts'
import type { Int8, Queryable } from '../pool.ts'

export interface ExemptionRow {
  readonly device_key: Int8
  readonly device_id: string
  readonly hostname: string
  readonly group_id: string
  readonly exempt_by: string
  /** PostgreSQL's `infinity` comes as the number. */
  readonly until: Date | number | null
  readonly since: Date | null
  readonly params: string | null
  readonly channel: string | null
  readonly user_name: string | null
  readonly app_name: string | null
  readonly ended_at: Date | null
  readonly ended_by: 'time' | 'action' | null
  /** What the list is in the order of, to the microsecond. */
  readonly place: string
}

export interface ExemptionListing {
  readonly accountId: number
  readonly state: ExemptionState
  readonly at: Date
  readonly after: { readonly place: string; readonly key: Int8 } | undefined
  readonly limit: number
}

// Read from the devices themselves, so that an index on what changes is not paid for: a million take 0.2 s.
const running = (isWanted: string, place: string) => `
  select d.device_key, d.device_id, d.group_key, d.exempt_by, d.exempt_until as until, null::timestamptz as ended_at,
    null as ended_by, ${place} as place
  from device d
  where d.account_id = $1 and d.exempt_until > $2 and ${isWanted} and d.removed_at is null and not d.archived
    and ($3::timestamptz is null or (${place}, d.device_key) > ($3, $4::bigint))
  order by place, d.device_key limit $5`

const succeeded = stateCode('succeeded')

/** Those that ended on time are events of their devices; those that somebody ended are in the images before that. */
const ended = `
  select d.device_key, d.device_id, d.group_key, e.exempt_by, e.until, e.ended_at, e.ended_by, e.ended_at as place
  from (
    (select v.device_key, v.action_id as exempt_by, a.lease_until as until, v.occurred_at as ended_at, 'time' as ended_by
     from device_event v left join action a on a.account_id = $1 and a.action_id = v.action_id
     where v.account_id = $1 and v.event = 'unexempted' and $2::timestamptz is not null
       and ($3::timestamptz is null or (v.occurred_at, v.device_key) < ($3, $4::bigint))
     order by v.occurred_at desc, v.device_key desc limit $5)
    union all
    (select t.device_key, t.before_exempt_by, t.before_exempt_until, a.created_at, 'action'
     from action a join target t on t.account_id = $1 and t.action_id = a.action_id
     where a.account_id = $1 and a.type = 'unexempt' and t.state = ${succeeded} and t.before_exempt_by is not null
       and ($3::timestamptz is null or (a.created_at, t.device_key) < ($3, $4::bigint))
     order by a.created_at desc, t.device_key desc limit $5)
  ) e
  join device d on d.account_id = $1 and d.device_key = e.device_key and d.removed_at is null
  order by e.ended_at desc, d.device_key desc limit $5`

const lists: Readonly<Record<ExemptionState, string>> = {
  ending: running(`d.exempt_until < 'infinity'`, 'd.exempt_until'),
  endless: running(`d.exempt_until = 'infinity'`, `'epoch'::timestamptz`),
  ended,
}

/** Next end first; by device; last end first. */
export async function listExemptions(
  db: Queryable,
  { accountId, state, at, after, limit }: ExemptionListing,
): Promise<ExemptionRow[]> {
  const direction = state === 'ended' ? 'desc' : 'asc'
  const { rows } = await db.query<ExemptionRow>({
    name: `list-exemptions-${state}`,
    text: `select x.device_key, x.device_id, r.hostname, g.group_id, x.exempt_by, x.until, a.created_at as since, a.params,
             a.channel, a.user_name, a.app_name, x.ended_at, x.ended_by, x.place::text
           from (${lists[state]}) x
           join device_record r on r.account_id = $1 and r.device_key = x.device_key
           join device_group g on g.account_id = $1 and g.group_key = x.group_key
           left join action a on a.account_id = $1 and a.action_id = x.exempt_by
           order by x.place ${direction}, x.device_key ${direction}`,
    values: [accountId, at, after?.place ?? null, after?.key ?? null, limit],
  })
  return rows
}
