import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { CompliancePolicy } from '@muster/core/api/compliance.ts'
import { changesOf, describeRule } from './describe-policy.ts'

const before: CompliancePolicy = {
  checks: [
    { check: 'firewall', severity: 'warning' },
    { check: 'unwanted_software', severity: 'critical', grace_seconds: 3600, names: ['telnetd', 'xmrig'] },
  ],
}

test('a rule is said in words: how it counts, from when, and which names', () => {
  assert.deepEqual([...before.checks, undefined].map(describeRule), [
    'warning at once',
    'critical after 1 hour: telnetd, xmrig',
    'does not count',
  ])
})

test('only what becomes another is a change, also a name or the length of the grace', () => {
  assert.deepEqual(changesOf(before, { checks: [...before.checks].reverse() }), [])
  const after: CompliancePolicy = {
    checks: [
      { check: 'screen_lock', severity: 'critical' },
      { check: 'unwanted_software', severity: 'critical', grace_seconds: 86_400, names: ['telnetd'] },
    ],
  }
  assert.deepEqual(changesOf(before, after), [
    { check: 'Firewall', before: 'warning at once', after: 'does not count' },
    { check: 'Screen lock', before: 'does not count', after: 'critical at once' },
    {
      check: 'Unwanted software',
      before: 'critical after 1 hour: telnetd, xmrig',
      after: 'critical after 1 day: telnetd',
    },
  ])
})
