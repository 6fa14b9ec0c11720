import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createByteBudget } from './byte-budget.ts'

test('work begins in the order it came, never more at once than the budget holds, and the too large alone', async () => {
  const budget = createByteBudget(10)
  const begun: number[] = []
  const finish: (() => void)[] = []
  const runs = [4, 6, 0, 25, 3, 10].map((bytes, index) =>
    budget.run(bytes, async () => {
      begun.push(index)
      await new Promise<void>((resolve) => {
        finish[index] = resolve
      })
      if (index === 1) throw new Error('failed')
    }),
  )
  const settled = Promise.allSettled(runs)
  const begunAfter = async (...ended: number[]) => {
    for (const index of ended) {
      finish[index]!()
      await runs[index]!.catch(() => undefined)
    }
    await new Promise(setImmediate)
    return begun.join('')
  }
  assert.equal(await begunAfter(), '01')
  assert.equal(await begunAfter(0), '012')
  assert.equal(await begunAfter(2), '012')
  assert.equal(await begunAfter(1), '0123')
  assert.equal(await begunAfter(3), '01234')
  assert.equal(await begunAfter(4), '012345')
  finish[5]!()
  assert.deepEqual(
    (await settled).map(({ status }) => status),
    ['fulfilled', 'rejected', 'fulfilled', 'fulfilled', 'fulfilled', 'fulfilled'],
  )
})
