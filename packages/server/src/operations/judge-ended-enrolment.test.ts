import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type EndedVerdict, judgeEndedEnrolment } from './judge-ended-enrolment.ts'

const now = new Date('2026-05-01T00:00:00Z')
const later = new Date('2026-06-01T00:00:00Z')
const before = new Date('2026-04-01T00:00:00Z')
const row = { generation: 1, uninstall: true, expires_at: later, told_at: null, returned_as: null }

type Ended = Parameters<typeof judgeEndedEnrolment>[0]

const table: readonly [why: string, row: Ended, hasAgent: boolean, generation: number, EndedVerdict][] = [
  ['ordered and not told', row, false, 2, 'uninstall'],
  ['expired before it was told', { ...row, expires_at: before }, false, 2, 'return'],
  ['expired after it was told', { ...row, expires_at: before, told_at: before }, false, 2, 'uninstall'],
  ['deleted without uninstalling', { ...row, uninstall: false }, false, 2, 'return'],
  ['came back before', { ...row, uninstall: false, returned_as: 3 }, true, 3, 'renewed'],
  ['came back before, and was deleted again', { ...row, uninstall: false, returned_as: 3 }, false, 4, 'renewed'],
  ['enrolled anew since', row, true, 3, 'retired'],
  ['enrolled anew since, without uninstalling', { ...row, uninstall: false }, true, 3, 'retired'],
  ['enrolled anew and deleted again since', { ...row, uninstall: false }, false, 4, 'retired'],
  ['enrolled anew and retired since, the order expired', { ...row, expires_at: before }, false, 4, 'retired'],
  ['enrolled anew and deleted again since, the order stands', row, false, 4, 'uninstall'],
]

for (const [why, ended, hasAgent, generation, expected] of table) {
  test(`the agent of a deleted device: ${why}: ${expected}`, () => {
    assert.equal(judgeEndedEnrolment(ended, { hasAgent, generation, now }), expected)
  })
}
