import type { CheckName } from '@muster/core/compliance/check-name.ts'
import type { IssueSeverity } from '@muster/core/compliance/severity.ts'
import type { Int8, Queryable } from '../pool.ts'
import { rulesSql } from './rules-sql.ts'

export interface IssueRow {
  readonly device_key: Int8
  readonly check_name: CheckName
  readonly severity: IssueSeverity
  readonly failing_since: Date
  readonly counts_from: Date
  /** Whether its grace period is over at `at`. */
  readonly counts: boolean
  readonly facts: Record<string, unknown>
  readonly taken_at: Date
}

/**
 * The issues of the devices, by device key, the critical ones first, then by name: every check that fails and that the
 * policy of the device's group names. By the policy of this moment; the status and the counts that a device has
 * (`statusSql`, `severitySql`, device.critical_issues, device.warning_issues) follow a change of it within seconds.
 * Exemptions do not matter here: issues stay listed.
 */
export async function listIssues(
  db: Queryable,
  { accountId, deviceKeys, at }: { accountId: number; deviceKeys: readonly Int8[]; at: Date },
): Promise<IssueRow[]> {
  const { rows } = await db.query<IssueRow>({
    name: 'list-issues',
    text: `with rule as materialized (
             ${rulesSql(
               '$1',
               `g.group_key in (
               select group_key from device where account_id = $1 and device_key = any($2::bigint[]))`,
             )}
           )
           select d.device_key, c.check_name, rule.severity, c.failing_since, c.failing_since + rule.grace as counts_from,
             c.failing_since + rule.grace <= $3::timestamptz as counts, c.facts, c.taken_at
           from device d
           join device_check c on c.account_id = d.account_id and c.device_key = d.device_key and c.result = 'fail'
           join rule on rule.group_key = d.group_key and rule.check_name = c.check_name
           where d.account_id = $1 and d.device_key = any($2::bigint[])
           order by d.device_key, rule.severity = 'critical' desc, c.check_name`,
    values: [accountId, deviceKeys, at],
  })
  return rows
}

export interface CheckRow {
  readonly check_name: CheckName
  readonly result: 'pass' | 'fail' | 'unknown'
  readonly facts: Record<string, unknown>
  readonly taken_at: Date
}

/** All that the device's agent said, whether it counts or not, by name. */
export async function listChecks(db: Queryable, accountId: number, deviceKey: Int8): Promise<CheckRow[]> {
  const { rows } = await db.query<CheckRow>({
    name: 'list-checks',
    text: `select check_name, result, facts, taken_at from device_check
           where account_id = $1 and device_key = $2 order by check_name`,
    values: [accountId, deviceKey],
  })
  return rows
}
