import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createQueue } from './one-at-a-time.ts'

test('work waits for the work before it, however that ended, and who waits can give up', async () => {
  const inTurn = createQueue()
  const { signal } = new AbortController()
  const order: string[] = []
  const first = Promise.withResolvers<void>()
  const one = inTurn(signal, async () => {
    order.push('one begins')
    await first.promise
    throw new Error('one fails')
  })
  const abort = new AbortController()
  const two = inTurn(abort.signal, async () => order.push('two begins'))
  const three = inTurn(signal, async () => order.push('three begins'))
  abort.abort(new Error('called off'))
  await assert.rejects(two, /called off/)
  assert.deepEqual(order, ['one begins'])
  first.resolve()
  await assert.rejects(one, /one fails/)
  await three
  assert.deepEqual(order, ['one begins', 'three begins'])
})
