import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import type { Command } from '@muster/core/agent/messages.ts'
import { sweepDeadlines } from '@muster/server/jobs/deadlines.ts'
import { createCommandBook } from '@muster/server/operations/command-book.ts'
import { createKeyring } from '@muster/server/operations/keyring.ts'
import { waitUntil } from '../support/embedded-server.ts'
import { createTestServices } from '../support/services.ts'
import { type AgentServer, startAgentServer } from './support/agent-server.ts'
import { connect, enrolFake, type FakeAgent, takeCommand } from './support/fake-agent.ts'

let server: AgentServer
let aheadMilliseconds = 0
let agent: FakeAgent
let deviceId: string

before(async () => {
  server = await startAgentServer({ now: () => new Date(Date.now() + aheadMilliseconds) })
})

after(() => server.close())

beforeEach(async () => {
  aheadMilliseconds = 0
  agent = await enrolFake(server.base, await server.makeToken())
  deviceId = agent.identity.device_id
})

const hours = (count: number) => count * 3_600_000
const one = async (actionId: string) => (await server.commands(actionId))[0]!
const untilState = (actionId: string, state: string) =>
  waitUntil(`it is ${state}`, async () => (await one(actionId)).state === state)
const sweep = () => sweepDeadlines(server.services, server.channel.book)

/** Also waits for all that was said before: what one connection says is taken in order. */
async function settle(socket: Awaited<ReturnType<typeof connect>>) {
  socket.send({ type: 'result', command_id: 'A'.repeat(43), state: 'succeeded' })
  await socket.next('disowned')
}

test('a result beyond an end is kept beside it', async () => {
  const socket = await connect(server.base, agent)
  const { actionId } = await server.act('dhcprenew', [deviceId])
  const { command_id } = await takeCommand(socket)
  socket.send({ type: 'accepted', command_id })
  await untilState(actionId, 'accepted')
  aheadMilliseconds = hours(1)
  await sweep()
  assert.deepEqual([(await one(actionId)).state, (await one(actionId)).reason], ['timed_out', 'finish_deadline'])
  socket.send({ type: 'result', command_id, state: 'succeeded', data: { done: 1 } })
  await socket.next('stored')
  const seen = await one(actionId)
  assert.equal(seen.state, 'timed_out')
  assert.deepEqual([seen.late_result!.state, seen.late_result!.data], ['succeeded', { done: 1 }])
})

test('an offer that nobody answers waits again, and is offered again', async () => {
  const socket = await connect(server.base, agent)
  const { actionId } = await server.act('dhcprenew', [deviceId])
  const first = await takeCommand(socket)
  aheadMilliseconds = 61_000
  await sweep()
  const second = await takeCommand(socket)
  assert.equal(second.command_id, first.command_id)
  await untilState(actionId, 'offered')
})

test('a deferred command that its agent forgot comes back a minute after its time, and expires with the others', async () => {
  const socket = await connect(server.base, agent)
  const { actionId } = await server.act('dhcprenew', [deviceId])
  const { command_id } = await takeCommand(socket)
  const retry_at = Math.ceil(Date.now() / 1000) + 600
  socket.send({ type: 'deferred', command_id, reason: 'on battery', retry_at })
  await untilState(actionId, 'deferred')
  await sweep()
  assert.equal((await one(actionId)).state, 'deferred')
  aheadMilliseconds = 650_000
  await sweep()
  assert.equal((await one(actionId)).state, 'deferred')
  aheadMilliseconds = 661_000
  await sweep()
  assert.equal((await takeCommand(socket)).command_id, command_id)
  aheadMilliseconds = hours(25)
  await sweep()
  assert.deepEqual([(await one(actionId)).state, (await one(actionId)).reason], ['expired', 'deferred_too_long'])
})

test('what is not delivered in time expires, also across a restart, and is never handed out after it', async () => {
  const { actionId } = await server.act('dhcprenew', [deviceId])
  await server.restart()
  aheadMilliseconds = hours(23)
  assert.equal((await sweep()).ended, 0)
  aheadMilliseconds = hours(25)
  const socket = await connect(server.base, agent)
  await settle(socket)
  assert.equal(socket.heard.filter(({ type }) => type === 'command').length, 0)
  assert.equal((await sweep()).ended, 1)
  assert.equal((await one(actionId)).state, 'expired')
  assert.equal((await sweep()).ended, 0)
})

test('an agent that goes silent at work is unresponsive, which is no end: it may come back and finish', async () => {
  const socket = await connect(server.base, agent)
  const { actionId } = await server.act('fetch_agent_log', [deviceId])
  const { command_id } = await takeCommand(socket)
  socket.send({ type: 'accepted', command_id })
  await untilState(actionId, 'accepted')
  socket.cut()
  await waitUntil('it is offline', async () => !(await server.isOnline(deviceId)))
  await sweep()
  assert.equal((await one(actionId)).state, 'accepted')
  aheadMilliseconds = 121_000
  await sweep()
  assert.deepEqual([(await one(actionId)).state, (await one(actionId)).open], ['unresponsive', true])
  const again = await connect(server.base, agent)
  again.send({ type: 'accepted', command_id })
  await untilState(actionId, 'accepted')
  again.send({ type: 'result', command_id, state: 'failed', reason: 'interrupted' })
  await again.next('stored')
  assert.deepEqual([(await one(actionId)).state, (await one(actionId)).reason], ['failed', 'interrupted'])
})

test('a cancellation waits for a device that is away, and ends when nobody answers it', async () => {
  const socket = await connect(server.base, agent)
  const { actionId } = await server.act('dhcprenew', [deviceId])
  const { command_id } = await takeCommand(socket)
  socket.send({ type: 'accepted', command_id })
  await untilState(actionId, 'accepted')
  socket.cut()
  await waitUntil('it is offline', async () => !(await server.isOnline(deviceId)))
  await server.cancel(actionId)
  const again = await connect(server.base, agent)
  assert.equal((await again.next('cancel')).command_id, command_id)
  aheadMilliseconds = hours(1)
  await sweep()
  assert.deepEqual([(await one(actionId)).state, (await one(actionId)).reason], ['cancelled', 'cancel_unanswered'])
})

test('a command that was overlooked, because nobody was told of it, is handed out by the next sweep', async () => {
  const socket = await connect(server.base, agent)
  const { bus } = server.services
  const listeners = bus.listeners('commands-queued')
  bus.removeAllListeners('commands-queued')
  const { actionId } = await server.act('dhcprenew', [deviceId])
  for (const listener of listeners) bus.on('commands-queued', listener as never)
  assert.equal((await one(actionId)).state, 'queued')
  await sweep()
  const command: Command = await takeCommand(socket)
  assert.equal(command.device_id, deviceId)
})

test('a sweep has enough of one connection: where all others are busy it does not wait for itself', async () => {
  const { actionId } = await server.act('dhcprenew', [deviceId])
  aheadMilliseconds = hours(25)
  const { pool, now } = server.services
  const single = await createTestServices(pool.options.connectionString!, { connectionsMax: 1, now })
  try {
    await sweepDeadlines(single, createCommandBook(single, createKeyring(single.pool)))
  } finally {
    await single.close()
  }
  assert.deepEqual([(await one(actionId)).state, (await one(actionId)).reason], ['expired', 'delivery_deadline'])
})
