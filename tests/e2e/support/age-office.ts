import type { Queryable } from '@muster/server/db/pool.ts'

/** As if all of it had not happened within a second. The audit log stays as it is: it is a chain. */
export async function ageOffice(pool: Queryable): Promise<void> {
  for (const statement of statements) await pool.query(statement)
}

const statements = [
  // The newest action is minutes old, the oldest some days.
  `update action set created_at = created_at - aged.age
   from (
     select action_id, (4 + power(row_number() over (order by action_id desc) - 1, 2) * 53) * interval '1 minute' as age
     from action
   ) aged
   where aged.action_id = action.action_id`,
  `update target set ended_at = action.created_at + (2 + position) * interval '40 seconds'
   from action where action.action_id = target.action_id and target.ended_at is not null`,
  `update device_record set enrolled_at = enrolled_at - (device_key * device_key * 7 % 90000) * interval '1 minute'`,
  `insert into device_presence (account_id, device_key, last_seen, away_since)
   select account_id, device_key, seen_at, seen_at
   from device, lateral (select now() - (device_key * 37 % 4000) * interval '1 minute' as seen_at) seen
   where device_key % 11 > 0
   on conflict do nothing`,
  `update threat_device set first_seen = first_seen - threat_key * interval '31 hours',
     last_seen = last_seen - threat_key * interval '7 hours'`,
  `update device_event set occurred_at = occurred_at - interval '9 days'`,
  `update enrolment_token set created_at = created_at - interval '9 days' where uses_left = 0`,
  `update application set created_at = created_at - interval '34 days'`,
  // What the webhook was told: most of it arrived, some of it never; it is switched on with nothing to send.
  `with told as (
     insert into webhook_event (account_id, event_id, type, occurred_at, data)
     select account_id, ('01890000-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid,
       (array['device.status_changed', 'command.failed', 'action.ended'])[1 + n % 3],
       now() - (20 - n) * interval '95 minutes', '{}'
     from webhook, generate_series(1, 12) n
     returning account_id, event_key, occurred_at
   )
   insert into webhook_delivery (account_id, webhook_id, event_key, state, attempts, ended_at, last_attempt_at,
     last_status, last_problem)
   select account_id, webhook_id, event_key, case when is_dead then 'dead' else 'delivered' end,
     case when is_dead then 11 else 1 end, at, at, case when is_dead then 503 else 204 end,
     case when is_dead then 'answered 503' end
   from webhook join told using (account_id),
     lateral (select event_key % 5 = 0 as is_dead, occurred_at + interval '2 seconds' as at) attempt`,
  `update webhook set enabled = true, created_at = created_at - interval '40 days',
     last_delivered_at = now() - interval '13 hours', last_failed_at = now() - interval '16 hours'`,
  `insert into retention_run (account_id, kind, last_run_at, removed, removed_ever)
   select account_id, kind, now() - interval '25 minutes', removed, removed_ever
   from account, (values ('unseen_devices', 0, 7), ('logs', 212, 18340), ('reports', 3, 96))
     as run (kind, removed, removed_ever)`,
  `update device_group set created_at = created_at - interval '61 days', modified_at = modified_at - interval '12 days'`,
]
