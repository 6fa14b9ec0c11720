import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { CompliancePolicy } from '../api/compliance.ts'
import { type HeldCheck, judgeCompliance } from './judge-compliance.ts'

const at = new Date('2026-01-02T00:00:00Z')
const failing = (check: HeldCheck['check'], hoursAgo: number): HeldCheck => ({
  check,
  result: 'fail',
  failingSince: new Date(at.getTime() - hoursAgo * 3_600_000),
})
const rule = (
  check: HeldCheck['check'],
  severity: 'critical' | 'warning',
  hours = 0,
): CompliancePolicy['checks'][0] => ({
  check,
  severity,
  grace_seconds: hours * 3600,
})

test('only what fails and is named counts, and its worst is the severity', () => {
  const checks = [failing('firewall', 1), failing('os_updates', 1)]
  const judged = (...rules: CompliancePolicy['checks']) => {
    const { status, severity, criticalIssues, warningIssues } = judgeCompliance(checks, { checks: rules }, at)
    return [status, severity, criticalIssues, warningIssues]
  }
  assert.deepEqual(judged(), ['compliant', 'no_issues', 0, 0])
  assert.deepEqual(judged(rule('screen_lock', 'critical')), ['compliant', 'no_issues', 0, 0])
  assert.deepEqual(judged(rule('firewall', 'warning')), ['non_compliant', 'warning', 0, 1])
  assert.deepEqual(judged(rule('firewall', 'warning'), rule('os_updates', 'critical')), [
    'non_compliant',
    'critical',
    1,
    1,
  ])
})

test('what is not known is no issue, also where it failed before', () => {
  const checks: HeldCheck[] = [{ ...failing('firewall', 5), result: 'unknown' }]
  assert.deepEqual(judgeCompliance(checks, { checks: [rule('firewall', 'critical')] }, at).issues, [])
})

test('an issue counts at the very end of its grace, is listed before, and the next end is told', () => {
  const policy = { checks: [rule('firewall', 'critical', 24), rule('os_updates', 'warning', 48)] }
  const before = judgeCompliance([failing('firewall', 23), failing('os_updates', 1)], policy, at)
  assert.deepEqual([before.status, before.issues.length], ['compliant', 2])
  assert.equal(before.nextAt?.getTime(), at.getTime() + 3_600_000)
  assert.equal(judgeCompliance([failing('firewall', 24)], policy, at).status, 'non_compliant')
})
