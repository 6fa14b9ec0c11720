import type { DeviceCheck, DeviceIssue } from '@muster/core/api/compliance.ts'
import { isCheckName } from '@muster/core/compliance/check-name.ts'
import { type IssueRow, listChecks, listIssues } from '../../db/compliance/list-issues.ts'
import type { Int8, Queryable } from '../../db/pool.ts'

/** What is wrong with a device, the critical first, and all that its agent said. */
export async function showCompliance(
  db: Queryable,
  { accountId, deviceKey, at }: { accountId: number; deviceKey: Int8; at: Date },
): Promise<{ issues: DeviceIssue[]; checks: DeviceCheck[] }> {
  const issues = await listIssues(db, { accountId, deviceKeys: [deviceKey], at })
  const checks = await listChecks(db, accountId, deviceKey)
  return {
    issues: issues.map(toIssue),
    checks: checks
      .filter(({ check_name }) => isCheckName(check_name))
      .map(({ check_name, result, facts, taken_at }) => ({
        check: check_name,
        result,
        facts,
        taken_at: taken_at.toISOString(),
      })),
  }
}

function toIssue({ check_name, severity, failing_since, counts_from, counts, facts, taken_at }: IssueRow): DeviceIssue {
  return {
    check: check_name,
    severity,
    since: failing_since.toISOString(),
    counts_from: counts_from.toISOString(),
    counts,
    facts,
    taken_at: taken_at.toISOString(),
  }
}
