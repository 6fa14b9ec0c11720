import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Target } from '@muster/core/api/actions.ts'
import { waitingText } from './waiting-text.ts'

/** `undefined`: nobody knows when; times are this machine's. */
const waiting = (...times: (string | undefined)[]): Target[] =>
  times.map((time) => ({
    ...({} as Target),
    state: 'queued',
    expected_at: time === undefined ? null : new Date(`2026-11-23T${time}:00`).toISOString(),
  }))

const done = { ...({} as Target), state: 'succeeded', expected_at: null } as Target

test('says how many wait, and when most of them usually connect', () => {
  assert.equal(
    waitingText([done, ...waiting('08:40', '08:35', '08:45', '08:40', '21:00')]),
    '5 wait; most usually connect about 08:40\n',
  )
  assert.equal(waitingText(waiting('08:40', '08:40', undefined)), '3 wait; most usually connect about 08:40\n')
  assert.equal(waitingText(waiting('21:05')), '1 waits; the device usually connects about 21:05\n')
})

test('does not guess where most have no usual time, or none in common', () => {
  assert.equal(waitingText(waiting(undefined, undefined)), '2 wait; when it will be done is not known yet\n')
  assert.equal(
    waitingText(waiting('08:40', undefined, undefined)),
    '3 wait; the first is expected about 08:40; 1 of them has a usual time\n',
  )
  assert.equal(
    waitingText(waiting('20:00', '08:40', '13:15', '17:00')),
    '4 wait; the first is expected about 08:40; 4 of them have a usual time\n',
  )
})

test('says nothing where nothing waits', () => {
  assert.equal(waitingText([done]), '')
})
