import assert from 'node:assert/strict'
import { test } from 'node:test'
import { findingsMax, skippedMax } from '@muster/core/report/scan-report.ts'
import { toBytePath } from './byte-path.ts'
import { createTally } from './tally.ts'

const item = (index: number, length = 10) => ({
  area: 'path' as const,
  path: toBytePath(`/ü${'x'.repeat(length)}/${index}`),
  size: 3,
})

test('a huge result is bounded, counts all, and says how much it left out', () => {
  const tally = createTally(['path'])
  for (let index = 0; index < findingsMax + 5; index += 1) {
    tally.scanned(item(index))
    tally.found(item(index), { signature: 'Test', engine: 'ClamAV' })
    tally.skipped({ ...item(index), reason: 'unreadable' })
  }
  const { files, bytes, findings, skipped, skipped_by_reason, truncated, areas } = tally.totals()
  assert.deepEqual([files, bytes], [findingsMax + 5, 3 * (findingsMax + 5)])
  assert.deepEqual([findings.length, skipped.length], [findingsMax, skippedMax])
  assert.deepEqual(truncated, { findings: 5, skipped: findingsMax + 5 - skippedMax })
  assert.deepEqual(skipped_by_reason, { unreadable: findingsMax + 5 })
  assert.equal(areas[0]!.skipped, findingsMax + 5)
  assert.equal(findings[0]!.path, '/üxxxxxxxxxx/0')
})

test('paths of the greatest length do not make a report that is too large to be taken', () => {
  const tally = createTally(['path'])
  for (let index = 0; index < findingsMax; index += 1) {
    tally.found(item(index, 4080), { signature: 'Test', engine: 'ClamAV' })
    tally.skipped({ ...item(index, 4080), reason: 'vanished' })
  }
  const totals = tally.totals()
  assert.ok(JSON.stringify(totals).length < 10 * 1024 * 1024)
  assert.equal(totals.findings.length + totals.truncated.findings, findingsMax)
  assert.equal(totals.skipped.length + totals.truncated.skipped, findingsMax)
})
