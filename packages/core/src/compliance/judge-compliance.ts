import type { CompliancePolicy } from '../api/compliance.ts'
import type { DeviceStatus } from '../device/facts.ts'
import type { CheckName, CheckResult } from './check-name.ts'
import type { IssueSeverity, Severity } from './severity.ts'

/** The last answer to a check; `failingSince` is kept until it passes. */
export interface HeldCheck {
  readonly check: CheckName
  readonly result: CheckResult
  readonly failingSince: Date | undefined
}

export interface Issue {
  readonly check: CheckName
  readonly severity: IssueSeverity
  readonly since: Date
  readonly countsFrom: Date
  /** Whether its grace period is over. */
  readonly counts: boolean
}

export interface Judgment {
  readonly issues: readonly Issue[]
  readonly criticalIssues: number
  readonly warningIssues: number
  readonly severity: Severity
  readonly status: 'compliant' | 'non_compliant'
  /** When the next issue begins to count. */
  readonly nextAt: Date | undefined
}

/**
 * The rule of compliance. An issue is a check that fails and that the policy names; it counts once its grace period is
 * over. A device with an issue that counts, of either severity, is not compliant. What is unknown is no issue: an agent
 * that cannot look must not lock its user out. The server does the same in SQL, for sets (db/compliance/judge-devices).
 */
export function judgeCompliance(checks: readonly HeldCheck[], policy: CompliancePolicy, at: Date): Judgment {
  const issues = policy.checks.flatMap(({ check, severity, grace_seconds = 0 }): Issue[] => {
    const held = checks.find((one) => one.check === check && one.result === 'fail')
    if (held?.failingSince === undefined) return []
    const countsFrom = new Date(held.failingSince.getTime() + grace_seconds * 1000)
    return [{ check, severity, since: held.failingSince, countsFrom, counts: countsFrom <= at }]
  })
  const counting = (severity: IssueSeverity) => issues.filter((one) => one.counts && one.severity === severity).length
  const criticalIssues = counting('critical')
  const warningIssues = counting('warning')
  const waiting = issues.filter(({ counts }) => !counts).map(({ countsFrom }) => countsFrom.getTime())
  return {
    issues,
    criticalIssues,
    warningIssues,
    severity: criticalIssues > 0 ? 'critical' : warningIssues > 0 ? 'warning' : 'no_issues',
    status: criticalIssues + warningIssues > 0 ? 'non_compliant' : 'compliant',
    nextAt: waiting.length > 0 ? new Date(Math.min(...waiting)) : undefined,
  }
}

/** Judged: what has an agent that reports, and no graver status. */
export const judgedStatuses: readonly DeviceStatus[] = ['compliant', 'non_compliant', 'installed']
