import assert from 'node:assert/strict'
import { mock, test } from 'node:test'
import { setImmediate } from 'node:timers/promises'
import { EventStream } from './event-stream.ts'

const beat = 15_000
const megabyte = 'x'.repeat(1024 * 1024)

async function startStream() {
  let ends = 0
  const stream = new EventStream({ retryMilliseconds: 1, onEnd: () => (ends += 1) })
  await setImmediate()
  return { stream, ends: () => ends }
}

test('who takes nothing from one heartbeat to the next is sent away; who has nothing to take is not', async (t) => {
  mock.timers.enable({ apis: ['setInterval'] })
  t.after(() => mock.timers.reset())
  const idle = await startStream()
  idle.stream.body.resume()
  const stuck = await startStream()
  stuck.stream.send(megabyte)
  for (let beats = 0; beats < 3; beats += 1) {
    await setImmediate()
    mock.timers.tick(beat)
  }
  assert.deepEqual([idle.stream.body.destroyed, stuck.stream.body.destroyed], [false, true])
  await setImmediate()
  assert.deepEqual([idle.ends(), stuck.ends()], [0, 1])
  idle.stream.body.destroy()
})

test('who reads more slowly than there is news is sent away; who catches up is not', async (t) => {
  mock.timers.enable({ apis: ['setInterval'] })
  t.after(() => mock.timers.reset())
  const [falling, catching] = [await startStream(), await startStream()]
  for (let news = 0; news < 30; news += 1) catching.stream.send(megabyte)
  for (let beats = 0; beats < 8; beats += 1) {
    for (let news = 0; news < 6; news += 1) falling.stream.send(megabyte)
    for (const { stream } of [falling, catching]) for (let reads = 0; reads < 3; reads += 1) stream.body.read()
    await setImmediate()
    mock.timers.tick(beat)
  }
  assert.deepEqual([falling.stream.body.destroyed, catching.stream.body.destroyed], [true, false])
  catching.stream.body.destroy()
})

test('what was sent before the close goes out, and then the end', async () => {
  const { stream, ends } = await startStream()
  for (let news = 0; news < 20; news += 1) stream.send(megabyte)
  stream.close()
  stream.send('too late')
  let text = ''
  for await (const part of stream.body) text += part
  assert.equal(text, `retry: 1\n\n${megabyte.repeat(20)}`)
  assert.equal(ends(), 1)
})
