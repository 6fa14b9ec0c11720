import assert from 'node:assert/strict'
import { createHash, randomUUID } from 'node:crypto'
import { createServer } from 'node:net'
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

test('whoever else has the name can neither hold an enrolment up nor write on a terminal', {
  skip: process.platform !== 'linux' && 'names without files are Linux’s',
}, async (t) => {
  const hwid = randomUUID()
  let answer = ''
  const squatter = createServer((socket) => {
    if (answer !== '') return void socket.end(answer)
    const drip = setInterval(() => socket.write(' '), 100)
    socket.on('error', () => undefined).on('close', () => clearInterval(drip))
  })
  const hash = createHash('sha256').update(`muster agent presence\n${hwid}`).digest('hex').slice(0, 32)
  await new Promise<void>((resolve) => squatter.listen(`\0muster-agent-${hash}`, resolve))
  t.after(() => squatter.close())
  assert.equal(await findAgentHere(hwid), undefined)
  answer = JSON.stringify({ ...here, state_directory: '/a\u001b[2J' })
  assert.equal(await findAgentHere(hwid), undefined)
})
