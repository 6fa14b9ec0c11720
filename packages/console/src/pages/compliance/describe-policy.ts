import type { CompliancePolicy, PolicyCheck } from '@muster/core/api/compliance.ts'
import { checkNames } from '@muster/core/compliance/check-name.ts'
import { checkWords } from '@muster/core/compliance/describe-check.ts'
import { formatLength } from '../../components/format-length.ts'

/** "does not count", "critical after 7 days", "warning at once: telnetd". */
export function describeRule(rule: PolicyCheck | undefined): string {
  if (rule === undefined) return 'does not count'
  const { severity, grace_seconds: graceSeconds = 0, names = [] } = rule
  const when = graceSeconds === 0 ? 'at once' : `after ${formatLength(graceSeconds)}`
  return `${severity} ${when}${names.length > 0 ? `: ${names.join(', ')}` : ''}`
}

interface RuleChange {
  readonly check: string
  readonly before: string
  readonly after: string
}

/** What another policy says of the checks of which it says something else. */
export function changesOf(before: CompliancePolicy, after: CompliancePolicy): RuleChange[] {
  return checkNames
    .map((check) => ({
      check: checkWords[check],
      before: describeRule(ruleOf(before, check)),
      after: describeRule(ruleOf(after, check)),
    }))
    .filter((change) => change.before !== change.after)
}

export function ruleOf({ checks }: CompliancePolicy, check: PolicyCheck['check']): PolicyCheck | undefined {
  return checks.find((one) => one.check === check)
}
