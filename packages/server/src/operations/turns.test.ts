import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createTurns } from './turns.ts'

test('work has its turn in the order it came, so many at once; whom nobody can wait for is told to come again', async () => {
  const turns = createTurns({ atOnce: 2, waitingMax: 2 })
  const begun: number[] = []
  const finish: (() => void)[] = []
  const start = (index: number) =>
    turns.run(async () => {
      begun.push(index)
      await new Promise<void>((resolve) => {
        finish[index] = resolve
      })
      if (index === 0) throw new Error('failed')
    })
  const runs = [0, 1, 2, 3].map(start)
  await assert.rejects(start(4), { code: 'rate_limited', retryAfterSeconds: 1 })
  assert.deepEqual(begun, [0, 1])
  finish[0]!()
  await assert.rejects(runs[0]!, /failed/)
  assert.deepEqual(begun, [0, 1, 2])
  runs.push(start(5))
  for (const index of [1, 2, 3]) {
    finish[index]!()
    await runs[index]
  }
  await new Promise(setImmediate)
  assert.deepEqual(begun, [0, 1, 2, 3, 5])
  finish[5]!()
  await runs[4]
  const last = start(6)
  assert.equal(begun.at(-1), 6, 'at once, as nobody is before it')
  finish[6]!()
  await last
})
