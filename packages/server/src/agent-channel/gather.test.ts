import assert from 'node:assert/strict'
import { test } from 'node:test'
import { gather } from './gather.ts'

const quick = { milliseconds: 1, itemsMax: 3 }

test('what is added at one moment is handed over as sets of bounded size, in order, and each gets its own answer', async () => {
  const sets: number[][] = []
  const gatherer = gather<number, string>(quick, async (items) => {
    sets.push(items)
    return items.map((item) => `answer to ${item}`)
  })
  const answers = await Promise.all([1, 2, 3, 4, 5, 6, 7].map((item) => gatherer.add(item)))
  assert.deepEqual(sets, [[1, 2, 3], [4, 5, 6], [7]])
  assert.deepEqual(
    answers,
    [1, 2, 3, 4, 5, 6, 7].map((item) => `answer to ${item}`),
  )
})

test('one set is under way at a time, and one that the database is away for fails for its own items only', async () => {
  let underWay = 0
  const gatherer = gather<number, number>(quick, async (items) => {
    underWay += 1
    assert.equal(underWay, 1)
    await new Promise((resolve) => setImmediate(resolve))
    underWay -= 1
    if (items.includes(2)) throw Object.assign(new Error('the database is away'), { code: '57P01' })
    return items
  })
  const results = await Promise.allSettled([1, 2, 3, 4, 5].map((item) => gatherer.add(item)))
  assert.deepEqual(
    results.map(({ status }) => status),
    ['rejected', 'rejected', 'rejected', 'fulfilled', 'fulfilled'],
  )
})

test('a flush hands over what waits and ends when all of it is answered', async () => {
  const gatherer = gather<number, number>({ milliseconds: 3_600_000, itemsMax: 1000 }, async (items) => items)
  const answered: number[] = []
  for (let item = 0; item < 900; item += 1) gatherer.add(item).then((answer) => answered.push(answer))
  await gatherer.flush()
  assert.equal(answered.length, 900)
  await gatherer.flush()
})

test('an item that makes its set fail fails alone; the others are answered, in order', async () => {
  const recorded: number[] = []
  const gatherer = gather<number, number>({ milliseconds: 1, itemsMax: 100 }, async (items) => {
    if (items.includes(7)) throw Object.assign(new Error('out of range'), { code: '22008' })
    recorded.push(...items)
    return items.map((item) => item * 2)
  })
  const answers = await Promise.allSettled(Array.from({ length: 20 }, (_, item) => gatherer.add(item)))
  assert.deepEqual(
    answers.flatMap(({ status }, item) => (status === 'rejected' ? [item] : [])),
    [7],
  )
  assert.deepEqual(
    recorded,
    Array.from({ length: 20 }, (_, item) => item).filter((item) => item !== 7),
  )
})
