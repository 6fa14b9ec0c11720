import type { Int8, Tx } from '../pool.ts'
import type { EnrolmentKey } from './ended-enrolments.ts'

/**
 * Brings deleted devices back under the keys that their agents still hold, as generations that nothing was ever meant
 * for, into the group of the token that they enrolled with; returns the new generations. Left out is what somebody else
 * brought back in between, or enrolled anew, even if that enrolment is over as well.
 */
export async function returnDevices(
  tx: Tx,
  accountId: number,
  enrolments: readonly EnrolmentKey[],
  { now, baseStatus }: { now: Date; baseStatus: number },
): Promise<Map<Int8, number>> {
  const values = [
    accountId,
    enrolments.map(({ deviceKey }) => deviceKey),
    enrolments.map(({ generation }) => generation),
  ]
  const locked = await tx.query<{ device_key: Int8; generation: number }>({
    name: 'lock-returning-devices',
    text: `select e.device_key, e.generation
           from ended_enrolment e
           join device d using (account_id, device_key) join device_record r using (account_id, device_key)
           where e.account_id = $1 and e.device_key = any($2::bigint[])
             and (e.device_key, e.generation) in (select * from unnest($2::bigint[], $3::integer[]))
             and e.returned_as is null and r.agent_key is null and d.generation = e.generation + 1
           order by e.device_key for update of d`,
    values,
  })
  const keys = locked.rows.map(({ device_key }) => device_key)
  const generations = locked.rows.map(({ generation }) => generation)
  if (keys.length === 0) return new Map()
  const { rows } = await tx.query<{ device_key: Int8; generation: number }>({
    name: 'return-devices',
    text: `update device d
           set generation = d.generation + 1, removed_at = null, archived = false, 
             base_status = case when d.base_status = 8 then d.base_status
               when d.critical_issues + d.warning_issues > 0 then 1 else $3::smallint end,
             group_key = case when d.removed_at is null then d.group_key else coalesce(
               (select t.group_key from enrolment_token t
                where t.account_id = $1 and t.token_id = r.enrolment_token_id),
               (select g.group_key from device_group g where g.account_id = $1 and g.group_id = 'default')) end
           from device_record r
           where d.account_id = $1 and d.device_key = any($2::bigint[])
             and r.account_id = $1 and r.device_key = d.device_key
           returning d.device_key, d.generation`,
    values: [accountId, keys, baseStatus],
  })
  await tx.query({
    name: 'return-device-records',
    text: `update device_record r set agent_key = e.agent_key, enrolled_at = $4, source = 'agent'
           from ended_enrolment e
           where r.account_id = $1 and r.device_key = any($2::bigint[]) and e.account_id = $1
             and e.device_key = r.device_key
             and (e.device_key, e.generation) in (select * from unnest($2::bigint[], $3::integer[]))`,
    values: [accountId, keys, generations, now],
  })
  await tx.query({
    name: 'mark-devices-returned',
    text: `update ended_enrolment e set returned_at = $4, returned_as = d.generation
           from device d
           where e.account_id = $1 and e.device_key = any($2::bigint[]) and d.account_id = $1
             and d.device_key = e.device_key
             and (e.device_key, e.generation) in (select * from unnest($2::bigint[], $3::integer[]))`,
    values: [accountId, keys, generations, now],
  })
  return new Map(rows.map(({ device_key, generation }) => [device_key, generation]))
}
