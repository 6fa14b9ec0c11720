import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import { waitUntil } from '../support/embedded-server.ts'
import { type AgentServer, startAgentServer } from './support/agent-server.ts'
import { connect, enrolFake, type FakeAgent, takeCommand } from './support/fake-agent.ts'

let server: AgentServer
let agent: FakeAgent
let deviceId: string

before(async () => {
  server = await startAgentServer()
})

after(() => server.close())

beforeEach(async () => {
  agent = await enrolFake(server.base, await server.makeToken())
  deviceId = agent.identity.device_id
})

const one = async (actionId: string) => (await server.commands(actionId))[0]!
const untilState = (actionId: string, state: string) =>
  waitUntil(`it is ${state}`, async () => (await one(actionId)).state === state)

/** Also waits for all that was said before: what one connection says is taken in order. */
async function settle(socket: Awaited<ReturnType<typeof connect>>) {
  socket.send({ type: 'result', command_id: 'A'.repeat(43), state: 'succeeded' })
  await socket.next('disowned')
}

test('a command that waited is handed to its device when it connects', async () => {
  const { actionId } = await server.act('dhcprenew', [deviceId])
  assert.equal((await one(actionId)).state, 'queued')
  const socket = await connect(server.base, agent)
  const command = await takeCommand(socket)
  assert.equal((await one(actionId)).state, 'offered')
  assert.equal(command.generation, 1)
})

test('one action reaches each of many connected devices once, each with its own proof', async () => {
  const agents = await Promise.all(
    Array.from({ length: 40 }, async () => enrolFake(server.base, await server.makeToken())),
  )
  const sockets = await Promise.all(agents.map((each) => connect(server.base, each)))
  const { actionId } = await server.act(
    'dhcprenew',
    agents.map(({ identity }) => identity.device_id),
  )
  const commands = await Promise.all(sockets.map(takeCommand))
  assert.equal(new Set(commands.map(({ command_id }) => command_id)).size, 40)
  assert.equal(new Set(commands.map(({ statement }) => statement)).size, 1)
  for (const [index, socket] of sockets.entries()) {
    socket.send({ type: 'result', command_id: commands[index]!.command_id, state: 'succeeded' })
  }
  await Promise.all(sockets.map((socket) => socket.next('stored')))
  assert.ok((await server.commands(actionId)).every(({ state, open }) => state === 'succeeded' && !open))
  assert.ok(sockets.every(({ heard }) => heard.filter(({ type }) => type === 'command').length === 1))
})

test('lost, doubled and reordered words of an agent make one end, and each result is acknowledged', async () => {
  const socket = await connect(server.base, agent)
  const { actionId } = await server.act('dhcprenew', [deviceId])
  const { command_id } = await takeCommand(socket)
  socket.send({ type: 'result', command_id, state: 'succeeded', data: { first: true } })
  socket.send({ type: 'accepted', command_id })
  socket.send({ type: 'progress', command_id, percent: 10 })
  socket.send({ type: 'result', command_id, state: 'succeeded', data: { first: false } })
  await socket.next('stored')
  await socket.next('stored')
  socket.send({ type: 'accepted', command_id })
  socket.send({ type: 'result', command_id, state: 'succeeded' })
  await socket.next('stored')
  const seen = await one(actionId)
  assert.deepEqual([seen.state, seen.open, seen.result, seen.late_result], ['succeeded', false, { first: true }, null])
  const ended = (await server.audited('command.ended')).filter((entry) => entry.action_id === actionId)
  assert.equal(ended.length, 1)
})

test('an agent that reports for another device, or for no command, is refused and audited, and nothing changes', async () => {
  const socket = await connect(server.base, agent)
  const { actionId } = await server.act('dhcprenew', [deviceId])
  const { command_id } = await takeCommand(socket)
  const liar = await enrolFake(server.base, await server.makeToken())
  const liarSocket = await connect(server.base, liar)
  for (const claimed of [command_id, '../x', 'A'.repeat(43)]) {
    liarSocket.send({ type: 'result', command_id: claimed, state: 'succeeded' })
    assert.deepEqual((await liarSocket.next('disowned')).command_ids, [claimed])
  }
  assert.equal((await one(actionId)).state, 'offered')
  await waitUntil('it is audited', async () =>
    (await server.audited('agent.refused')).some(({ details }) => {
      const said = details as { code: string; device_id: string }
      return said.code === 'foreign_command' && said.device_id === liar.identity.device_id
    }),
  )
})

test('a poisoned word of one agent does not spoil the set it was gathered in', async () => {
  const other = await enrolFake(server.base, await server.makeToken())
  const [socket, otherSocket] = [await connect(server.base, agent), await connect(server.base, other)]
  const { actionId } = await server.act('dhcprenew', [deviceId, other.identity.device_id])
  const [mine, theirs] = [await takeCommand(socket), await takeCommand(otherSocket)]
  const poison = { text: 'nul \0 half \ud800 \\u0000', 'key\0': 'x'.repeat(10_000) }
  socket.send({
    type: 'result',
    command_id: mine.command_id,
    state: 'failed',
    message: 'a\0b\ud800',
    reason: 'toString',
    data: poison,
  })
  otherSocket.send({ type: 'result', command_id: theirs.command_id, state: 'succeeded' })
  await Promise.all([socket.next('stored'), otherSocket.next('stored')])
  assert.deepEqual(
    (await server.commands(actionId)).map(({ state, reason }) => [state, reason]),
    [
      ['failed', 'agent_error'],
      ['succeeded', undefined],
    ],
  )
})

test('a rejected command ends with the agent’s reason', async () => {
  const socket = await connect(server.base, agent)
  const { actionId } = await server.act('dhcprenew', [deviceId])
  const { command_id } = await takeCommand(socket)
  socket.send({ type: 'result', command_id, state: 'rejected', reason: 'refused_expired', message: 'old' })
  await socket.next('stored')
  const seen = await one(actionId)
  assert.deepEqual([seen.state, seen.reason, seen.message], ['rejected', 'refused_expired', 'old'])
})

test('a cancelled command reaches its agent as a request to stop; who finished first, finished', async () => {
  const socket = await connect(server.base, agent)
  const stopped = await server.act('dhcprenew', [deviceId])
  const first = await takeCommand(socket)
  socket.send({ type: 'accepted', command_id: first.command_id })
  await untilState(stopped.actionId, 'accepted')
  await server.cancel(stopped.actionId)
  assert.equal((await socket.next('cancel')).command_id, first.command_id)
  socket.send({ type: 'result', command_id: first.command_id, state: 'cancelled' })
  await socket.next('stored')
  assert.deepEqual(
    [(await one(stopped.actionId)).state, (await one(stopped.actionId)).reason],
    ['cancelled', 'cancelled'],
  )

  const finished = await server.act('dhcprenew', [deviceId])
  const second = await takeCommand(socket)
  await server.cancel(finished.actionId)
  socket.send({ type: 'result', command_id: second.command_id, state: 'succeeded' })
  await socket.next('stored')
  assert.equal((await one(finished.actionId)).state, 'succeeded')
})

test('what a revoked application asked for is held back at the hand-out', async () => {
  const { actionId } = await server.act('dhcprenew', [deviceId])
  await server.services.pool.query(
    `insert into application (account_id, app_id, client_id, secret_hash, name, scopes, revoked_at)
     values ($1, '00000000-0000-4000-8000-000000000001', $2, '', 'test', '{}', now()) on conflict do nothing`,
    [server.accountId, `client ${deviceId}`],
  )
  try {
    const socket = await connect(server.base, agent)
    await settle(socket)
    await untilState(actionId, 'held')
    assert.equal((await one(actionId)).reason, 'authority_ended')
    assert.equal(socket.heard.filter(({ type }) => type === 'command').length, 0)
  } finally {
    await server.services.pool.query('delete from application')
  }
})
