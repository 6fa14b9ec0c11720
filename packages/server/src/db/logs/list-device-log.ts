import type { Int8, Queryable } from '../pool.ts'

export interface DeviceLogListing {
  readonly accountId: number
  /** Rows before this one, newest first; see `newest`. */
  readonly before: DeviceLogKey
  readonly since: Date
  /** Actions by type and, unless empty, channel; undefined: all. */
  readonly actions: readonly { readonly type: string; readonly channel: string }[] | undefined
  /** Names of other events; undefined: all. */
  readonly events: readonly string[] | undefined
  /** So many of the newest are left out: for pages by their number, which cost more the further back they are. */
  readonly skip?: number | undefined
  readonly limit: number
}

export interface DeviceLogKey {
  readonly at: Date
  readonly id: string
  readonly position: number
}

/** A key that is after everything that happened until then. */
export function newest(until: Date): DeviceLogKey {
  return { at: until, id: 'ffffffff-ffff-ffff-ffff-ffffffffffff', position: 2_147_483_647 }
}

/** What an action did to a device (`type` is set), or another thing that happened to it (`event` is set). */
export interface DeviceLogRow {
  readonly at: Date
  readonly id: string
  readonly position: number
  readonly type: string | null
  readonly params: string | null
  readonly channel: string | null
  readonly app_name: string | null
  readonly user_name: string | null
  readonly state: number | null
  /** Of a scan whose report is there: how much it found, also what did not fit into the report. */
  readonly findings: number | null
  readonly event: string | null
  readonly details: Readonly<Record<string, unknown>> | null
  readonly device_id: string
  readonly hostname: string
  readonly macs: Int8[]
}

/**
 * Newest first. Of each action no more than `skip` and `limit` targets are read, by its key: a page costs the same,
 * however large the actions are.
 */
export async function listDeviceLog(db: Queryable, listing: DeviceLogListing): Promise<DeviceLogRow[]> {
  const { accountId, before, since, actions, events, skip = 0, limit } = listing
  const { rows } = await db.query<DeviceLogRow>({
    name: 'list-device-log',
    text: `
      with entry as (
        (select a.created_at as at, a.action_id as id, t.position, a.type, a.params, a.channel, a.app_name, a.user_name,
           t.state, null as event, null::jsonb as details, t.device_key
         from action a cross join lateral (
           select position, state, device_key from target
           where account_id = $1 and action_id = a.action_id and generation > 0
             and position < case when a.action_id = $3 then $4 else 2147483647 end
           order by position desc limit $8
         ) t
         where a.account_id = $1 and (a.created_at, a.action_id) <= ($2, $3::uuid) and a.created_at >= $5
           and ($6::text[] is null or exists (
             select from unnest($6, $7::text[]) as asked (type, channel)
             where asked.type = a.type and asked.channel in ('', a.channel)))
         order by a.created_at desc, a.action_id desc, t.position desc limit $8)
        union all
        (select occurred_at, event_id, 0, null, null, null, null, null, null, event, details, device_key
         from device_event
         where account_id = $1 and (occurred_at, event_id) < ($2, $3::uuid) and occurred_at >= $5
           and ($9::text[] is null or event = any($9))
         order by occurred_at desc, event_id desc limit $8)
      ), page as (
        select entry.*, d.device_id
        from entry join device d on d.account_id = $1 and d.device_key = entry.device_key
        order by at desc, id desc, position desc offset $10 limit $8 - $10
      )
      select page.*, r.hostname, (s.findings + s.findings_left_out)::float8 as findings,
        array(select mac from device_mac m where m.account_id = $1 and m.device_key = page.device_key order by mac) as macs
      from page
      join device_record r on r.account_id = $1 and r.device_key = page.device_key
      left join scan s on s.account_id = $1 and s.action_id = page.id and s.position = page.position
        and page.type is not null
      order by at desc, id desc, position desc`,
    values: [
      accountId,
      before.at,
      before.id,
      before.position,
      since,
      actions?.map(({ type }) => type) ?? null,
      actions?.map(({ channel }) => channel) ?? null,
      skip + limit,
      events ?? null,
      skip,
    ],
  })
  return rows
}
