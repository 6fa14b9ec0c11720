import type { Int8, Queryable } from '../pool.ts'

/** What an action did to the device (`type` is set), or another thing that happened to it (`event` is set). */
export interface TimelineRow {
  readonly at: Date
  /** Unique, and the order among what happened at the same moment. */
  readonly id: string
  readonly action_id: string | null
  readonly channel: string
  readonly user_name: string | null
  readonly app_id: string | null
  readonly app_name: string | null
  readonly type: string | null
  readonly params: string | null
  readonly is_command: boolean
  readonly position: number | null
  readonly state: number | null
  readonly reason: number | null
  readonly message: string | null
  readonly same_as_action: string | null
  readonly same_as_position: number | null
  readonly ended_at: Date | null
  readonly event: string | null
  readonly details: Readonly<Record<string, unknown>> | null
}

export interface TimelineListing {
  readonly accountId: number
  readonly deviceKey: Int8
  readonly before: { readonly at: Date; readonly id: string }
  readonly limit: number
}

/**
 * Newest first: its targets, read action by action; its own entries of the audit log, but for the ends of commands,
 * which its targets tell; and its events that no audit entry tells.
 */
export async function listTimeline(
  db: Queryable,
  { accountId, deviceKey, before, limit }: TimelineListing,
): Promise<TimelineRow[]> {
  const { rows } = await db.query<TimelineRow>({
    name: 'list-timeline',
    text: `
      (select a.created_at as at, a.action_id || ' ' || lpad(t.position::text, 10, '0') as id, a.action_id, a.channel,
         a.user_name, a.app_id, a.app_name, a.type, a.params, a.statement is not null as is_command, t.position,
         t.state, t.reason, t.message, t.same_as_action, t.same_as_position, t.ended_at,
         null::text as event, null::jsonb as details
       from action a cross join lateral (
         select position, state, reason, message, same_as_action, same_as_position, ended_at from target
         where account_id = $1 and action_id = a.action_id and device_key = $2 offset 0
       ) t
       where a.account_id = $1 and a.created_at <= $3
         and (a.created_at, a.action_id || ' ' || lpad(t.position::text, 10, '0')) < ($3, $4)
       order by a.created_at desc, a.action_id desc, t.position desc limit $5)
      union all
      (select occurred_at, 'audit ' || lpad(sequence::text, 19, '0') as id, action_id, channel,
         content::jsonb ->> 'user', (content::jsonb -> 'application' ->> 'id')::uuid,
         content::jsonb -> 'application' ->> 'name', null, null, false, null, null, null, null, null, null, null,
         event, coalesce(content::jsonb -> 'details', '{}')
       from audit_entry
       where account_id = $1 and device_key = $2 and event <> 'command.ended'
         and (occurred_at, 'audit ' || lpad(sequence::text, 19, '0')) < ($3, $4)
       order by occurred_at desc, id desc limit $5)
      union all
      (select occurred_at, 'event ' || event_id as id, action_id,
         case when event = 'unexempted' then 'scheduler' else 'system' end, null, null, null, null, null, false, null,
         null, null, null, null, null, null, event, details
       from device_event
       where account_id = $1 and device_key = $2 and event not in ('retired', 'uninstalled')
         and not (event = 'added' and details ->> 'source' = 'agent')
         and (occurred_at, 'event ' || event_id) < ($3, $4)
       order by occurred_at desc, id desc limit $5)
      order by at desc, id desc limit $5`,
    values: [accountId, deviceKey, before.at, before.id, limit],
  })
  return rows
}
