import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import { announcePresence, findAgentHere } from './machine-presence.ts'

const here = { process_id: 1, state_directory: '/a', server: 'https://a', device_id: 'd' }

test('an agent is found by its machine’s id until it is released, and the first of two answers', async () => {
  const hwid = randomUUID()
  assert.equal(await findAgentHere(hwid), undefined)
  const first = announcePresence(hwid, here)
  const second = announcePresence(hwid, { ...here, state_directory: '/b' })
  assert.deepEqual(await findAgentHere(hwid), here)
  assert.equal(await findAgentHere(randomUUID()), undefined)
  first.release()
  second.release()
  assert.equal(await findAgentHere(hwid), undefined)
})
