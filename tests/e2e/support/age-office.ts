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
  `update device_group set created_at = created_at - interval '61 days', modified_at = modified_at - interval '12 days'`,
]
