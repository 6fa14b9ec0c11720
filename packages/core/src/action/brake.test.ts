import assert from 'node:assert/strict'
import { test } from 'node:test'
import { brakeDefaults, brakeTrips } from './brake.ts'
import { isOpen, mayMove, statesBefore, wireStatus } from './life-cycle.ts'

const cases: [failedPercent: number, sampleMin: number, failed: number, sample: number, trips: boolean][] = [
  [20, 10, 2, 10, true],
  [20, 10, 2, 9, false],
  [20, 10, 1, 10, false],
  [20, 10, 3, 15, true],
  [20, 10, 3, 16, false],
  [1, 1, 0, 100, false],
  [1, 1, 1, 100, true],
  [1, 1, 1, 101, false],
  [100, 3, 2, 3, false],
  [100, 3, 3, 3, true],
  [33, 1, 1, 3, true],
  [34, 1, 1, 3, false],
  [1, 1, 0, 0, false],
]

for (const [failedPercent, sampleMin, failed, sample, trips] of cases) {
  const brake = `${failedPercent} % of at least ${sampleMin}`
  test(`a brake at ${brake} ${trips ? 'stops' : 'lets go on'} what failed on ${failed} of ${sample}`, () => {
    assert.equal(brakeTrips({ failedPercent, sampleMin }, { failed, sample }), trips)
  })
}

test('what a request leaves out is two of ten', () => {
  assert.ok(brakeTrips(brakeDefaults, { failed: 2, sample: 10 }))
  assert.ok(!brakeTrips(brakeDefaults, { failed: 9, sample: 9 }))
})

test('what the brake stopped has ended, as a failure on the wire, from where no agent has it or one was asked', () => {
  assert.deepEqual([isOpen('terminated'), wireStatus('terminated')], [false, 0])
  assert.deepEqual(statesBefore('terminated'), ['held', 'queued', 'cancelling'])
  for (const state of ['offered', 'accepted', 'deferred', 'running', 'unresponsive'] as const) {
    assert.ok(mayMove(state, 'cancelling'), state)
  }
})
