import { statusSql } from '../devices/status-sql.ts'
import type { Int8, Queryable } from '../pool.ts'

/** Takes one action whose leases are due, where no other node holds it. */
export async function takeDueLease(
  db: Queryable,
  at: Date,
): Promise<{ accountId: number; actionId: string } | undefined> {
  const { rows } = await db.query<{ account_id: number; action_id: string }>({
    name: 'take-due-lease',
    text: `update action set lease_ended_at = $1
           where (account_id, action_id) = (
             select account_id, action_id from action
             where lease_until <= $1 and lease_ended_at is null
             order by lease_until limit 1 for update skip locked
           )
           returning account_id, action_id`,
    values: [at],
  })
  return rows[0] && { accountId: rows[0].account_id, actionId: rows[0].action_id }
}

/** What a device was and is, in codes of core/device/facts, to whoever asks. */
export interface EndedLease {
  readonly device_key: Int8
  readonly former: number
  readonly status: number
}

/** Ends the action's exemptions that nothing has replaced, and notes it in each device's log. */
export async function endLease(
  db: Queryable,
  { accountId, actionId, at }: { accountId: number; actionId: string; at: Date },
): Promise<EndedLease[]> {
  const { rows } = await db.query<EndedLease>({
    name: 'end-lease',
    text: `with leased as (
             select d.device_key,
               device_status(d.base_status, d.ignored, 'infinity', d.exempt_critical, d.warning_issues, $3) as former
             from target t join device d on d.account_id = $1 and d.device_key = t.device_key and d.exempt_by = $2
             where t.account_id = $1 and t.action_id = $2 and t.generation > 0
           ), ended as (
             update device d set exempt_by = null, exempt_until = null, exempt_critical = false
             from leased
             where d.account_id = $1 and d.device_key = leased.device_key and d.exempt_by = $2
             returning d.device_key, leased.former, ${statusSql('$3')} as status
           ), logged as (
             insert into device_event (account_id, event_id, device_key, occurred_at, event, action_id)
             select $1, gen_random_uuid(), device_key, $3, 'unexempted', $2 from ended
           )
           select device_key, former, status from ended`,
    values: [accountId, actionId, at],
  })
  return rows
}
