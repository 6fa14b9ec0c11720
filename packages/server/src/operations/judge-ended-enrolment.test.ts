import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type EndedVerdict, judgeEndedEnrolment } from './judge-ended-enrolment.ts'

const now = new Date('2026-05-01T00:00:00Z')
const later = new Date('2026-06-01T00:00:00Z')
const before = new Date('2026-04-01T00:00:00Z')
const row = { uninstall: true, expires_at: later, told_at: null, returned_as: null }

const table: readonly [why: string, row: Parameters<typeof judgeEndedEnrolment>[0], hasAgent: boolean, EndedVerdict][] =
  [
    ['ordered and not told', row, false, 'uninstall'],
    ['expired before it was told', { ...row, expires_at: before }, false, 'return'],
    ['expired after it was told', { ...row, expires_at: before, told_at: before }, false, 'uninstall'],
    ['deleted without uninstalling', { ...row, uninstall: false }, false, 'return'],
    ['came back before', { ...row, uninstall: false, returned_as: 3 }, true, 'renewed'],
    ['came back before, and was deleted again', { ...row, uninstall: false, returned_as: 3 }, false, 'renewed'],
    ['enrolled anew since', row, true, 'retired'],
    ['enrolled anew since, without uninstalling', { ...row, uninstall: false }, true, 'retired'],
  ]

for (const [why, ended, hasAgent, expected] of table) {
  test(`the agent of a deleted device: ${why}: ${expected}`, () => {
    assert.equal(judgeEndedEnrolment(ended, { hasAgent, now }), expected)
  })
}
