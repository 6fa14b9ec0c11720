import { judgedStatuses } from '@muster/core/compliance/judge-compliance.ts'
import { deviceStatuses, statusCode } from '@muster/core/device/facts.ts'
import { statusSql } from '../devices/status-sql.ts'
import type { Int8, Tx } from '../pool.ts'
import { rulesSql } from './rules-sql.ts'

/** A device whose status, as everybody sees it, is another than before. */
export interface StatusChange {
  readonly device_key: Int8
  readonly former: number
  readonly status: number
}

/**
 * Judges devices by what their agents said last and by the policies of their groups (the rule is core/compliance), writes
 * what changed, notes it in the device log, and returns it. Devices whose agents never said anything stay as they are, and
 * so do those of other statuses but for their counts.
 *
 * The rows are held first, and read by a second statement: what was said, or decided, while this one waited is seen.
 */
export async function judgeDevices(
  tx: Tx,
  { accountId, deviceKeys, at }: { accountId: number; deviceKeys: readonly Int8[]; at: Date },
): Promise<StatusChange[]> {
  if (deviceKeys.length === 0) return []
  await tx.query({
    name: 'lock-judged-devices',
    text: `select from device where account_id = $1 and device_key = any($2::bigint[])
           order by device_key for no key update`,
    values: [accountId, deviceKeys],
  })
  const { rows } = await tx.query<StatusChange>({
    name: 'judge-devices',
    text: judge,
    values: [accountId, deviceKeys, at, deviceStatuses],
  })
  return rows
}

const judged = judgedStatuses.map(statusCode).join(', ')

const judge = `
  with own as materialized (
    select d.device_key, d.group_key, d.base_status, d.critical_issues, d.warning_issues, ${statusSql('$3')} as former
    from device d
    where d.account_id = $1 and d.device_key = any($2::bigint[]) and d.removed_at is null
      and exists (select from device_check c where c.account_id = $1 and c.device_key = d.device_key)
  ), rule as materialized (
    ${rulesSql('$1', 'g.group_key in (select group_key from own)')}
  ), counted as materialized (
    select own.device_key, own.former,
      (count(*) filter (where c.failing_since + rule.grace <= $3 and rule.severity = 'critical'))::smallint as critical,
      (count(*) filter (where c.failing_since + rule.grace <= $3 and rule.severity = 'warning'))::smallint as warning,
      min(c.failing_since + rule.grace) filter (where c.failing_since + rule.grace > $3) as grace_ends
    from own
    left join (
      rule join device_check c on c.account_id = $1 and c.device_key = any($2::bigint[]) and c.result = 'fail'
        and c.check_name = rule.check_name
    ) on rule.group_key = own.group_key and c.device_key = own.device_key
    group by own.device_key, own.former
  ), changed as (
    update device d
    set critical_issues = c.critical, warning_issues = c.warning,
      base_status = case when d.base_status not in (${judged}) then d.base_status
        when c.critical + c.warning > 0 then ${statusCode('non_compliant')} else ${statusCode('compliant')} end
    from counted c
    where d.account_id = $1 and d.device_key = any($2::bigint[]) and d.device_key = c.device_key
      and (d.critical_issues, d.warning_issues, d.base_status) is distinct from (c.critical, c.warning,
        case when d.base_status not in (${judged}) then d.base_status
          when c.critical + c.warning > 0 then ${statusCode('non_compliant')} else ${statusCode('compliant')} end)
    returning d.device_key, c.former, ${statusSql('$3')} as status, c.critical, c.warning
  ), forgotten as (
    delete from compliance_due due
    where due.account_id = $1 and due.device_key = any($2::bigint[])
      and not exists (select from counted c where c.device_key = due.device_key and c.grace_ends is not null)
  ), awaited as (
    insert into compliance_due (account_id, device_key, due_at)
    select $1, device_key, grace_ends from counted where grace_ends is not null
    on conflict (account_id, device_key) do update set due_at = excluded.due_at
      where compliance_due.due_at <> excluded.due_at
  ), logged as (
    insert into device_event (account_id, event_id, device_key, occurred_at, event, details)
    select $1, gen_random_uuid(), device_key, $3, ($4::text[])[status + 1],
      jsonb_build_object('from', ($4::text[])[former + 1], 'critical_issues', critical, 'warning_issues', warning)
    from changed where status <> former
  )
  select device_key, former, status from changed where status <> former`
