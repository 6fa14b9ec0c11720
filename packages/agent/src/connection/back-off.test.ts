import assert from 'node:assert/strict'
import { test } from 'node:test'
import { backOff, pause } from './back-off.ts'

test('pauses grow to their longest, each anywhere between nothing and its ceiling, and begin anew', () => {
  const most = backOff({ firstMilliseconds: 1000, longestMilliseconds: 60_000, random: () => 1 })
  const ceilings = Array.from({ length: 8 }, () => most.next())
  assert.deepEqual(ceilings, [1000, 2000, 4000, 8000, 16_000, 32_000, 60_000, 60_000])
  for (let count = 0; count < 2000; count += 1) most.next()
  assert.equal(most.next(), 60_000)
  most.reset()
  assert.equal(most.next(), 1000)
  assert.equal(backOff({ firstMilliseconds: 1000, longestMilliseconds: 60_000, random: () => 0 }).next(), 0)
})

test('a pause ends at once when it is called off', async () => {
  const abort = new AbortController()
  const waiting = pause(3_600_000, abort.signal)
  abort.abort()
  await waiting
  await pause(3_600_000, abort.signal)
})
