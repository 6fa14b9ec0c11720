import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createWheel } from './wheel.ts'

test('appointments are kept in their order, also those beyond a turn of the wheel, and not when called off', (t) => {
  t.mock.timers.enable({ apis: ['setInterval'] })
  let now = 0
  const wheel = createWheel(() => now)
  const kept: string[] = []
  const pass = (milliseconds: number) => {
    now += milliseconds
    t.mock.timers.tick(milliseconds)
  }
  wheel.after(30_000, () => kept.push('late'))
  wheel.after(50, () => kept.push('second'))
  wheel.after(0, () => kept.push('first'))
  wheel.after(60, () => kept.push('never')).cancel()
  pass(20)
  assert.deepEqual(kept, ['first'])
  pass(60)
  assert.deepEqual(kept, ['first', 'second'])
  pass(29_800)
  assert.deepEqual(kept, ['first', 'second'])
  pass(200)
  assert.deepEqual(kept, ['first', 'second', 'late'])
  wheel.stop()
})
