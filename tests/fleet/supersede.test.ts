import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { waitUntil } from '../support/embedded-server.ts'
import { logStatements } from '../support/statement-log.ts'
import { type AgentServer, startAgentServer } from './support/agent-server.ts'
import { connect, enrolFake, type FakeAgent, takeCommand } from './support/fake-agent.ts'

let server: AgentServer

before(async () => {
  server = await startAgentServer()
})

after(() => server.close())

const idOf = ({ identity }: FakeAgent) => identity.device_id
const makeAgents = (count: number) =>
  Promise.all(Array.from({ length: count }, async () => enrolFake(server.base, await server.makeToken())))

async function scan(agents: readonly FakeAgent[], path: string, options: object = {}) {
  const params = { areas: ['path'], path }
  const devices = { ids: agents.map(idOf) }
  const answer = await server.call('POST', '/actions', { type: 'scan_threats', params, devices, ...options })
  assert.equal(answer.status, 201, answer.text)
  return answer.body
}

const targets = async (actionId: string) => (await server.call('GET', `/actions/${actionId}/targets`)).body.items
const statesOf = async (actionId: string) =>
  (await targets(actionId)).map(({ state, reason }: { state: string; reason: string | null }) => [state, reason])

test('a newer action takes the place of older ones of its type: what waits ends, who is at work is asked to stop', async () => {
  const [away, offered, working] = (await makeAgents(3)) as [FakeAgent, FakeAgent, FakeAgent]
  const sockets = [await connect(server.base, offered), await connect(server.base, working)] as const
  const older = await scan([away, offered, working], '/old')
  const commands = [await takeCommand(sockets[0]), await takeCommand(sockets[1])] as const
  sockets[1].send({ type: 'accepted', command_id: commands[1].command_id })
  sockets[1].send({ type: 'progress', command_id: commands[1].command_id, percent: 10 })
  await waitUntil('one works', async () => (await targets(older.action_id))[2].state === 'running')
  const renewal = await server.act('dhcprenew', [idOf(away)])

  const newer = await scan([away, offered, working], '/new', { supersede: true })
  assert.deepEqual(newer.superseded, { closed: 1, asked_to_stop: 2 })
  assert.deepEqual(newer.counts, { queued: 3 })
  assert.deepEqual(await statesOf(older.action_id), [
    ['superseded', 'superseded'],
    ['cancelling', 'superseded'],
    ['cancelling', 'superseded'],
  ])
  for (const [index, socket] of sockets.entries()) {
    const { command_id } = commands[index]!
    assert.equal((await socket.next('cancel')).command_id, command_id)
    const end = index === 0 ? { state: 'cancelled' } : { state: 'failed', reason: 'no_engine' }
    socket.send({ type: 'result', command_id, ...end })
    await socket.next('stored')
    assert.equal(JSON.parse((await takeCommand(socket)).statement).params.path, '/new')
  }
  assert.deepEqual(await statesOf(older.action_id), [
    ['superseded', 'superseded'],
    ['cancelled', 'superseded'],
    ['failed', 'no_engine'],
  ])
  // Another type is not touched.
  assert.equal((await server.commands(renewal.actionId))[0]!.state, 'queued')
  const [entry] = (await server.audited('action.applied')).filter(({ action_id }) => action_id === newer.action_id)
  assert.deepEqual((entry!.details as { superseded: object }).superseded, {
    closed: 1,
    asked_to_stop: 2,
    actions: [{ action_id: older.action_id, closed: 1, asked_to_stop: 2 }],
    more: 0,
  })

  const socket = await connect(server.base, away)
  const handed = [await takeCommand(socket), await takeCommand(socket)].map(({ statement }) => JSON.parse(statement))
  assert.deepEqual(handed.map(({ type, params }) => params.path ?? type).sort(), ['/new', 'dhcprenew'])
})

test('unless it is asked for, older actions stay, and equal work waits once either way', async () => {
  const agents = await makeAgents(1)
  const first = await scan(agents, '/first')
  const second = await scan(agents, '/second')
  assert.equal(second.superseded, undefined)
  assert.deepEqual(await statesOf(first.action_id), [['queued', null]])
  const again = await scan(agents, '/first', { supersede: true })
  assert.deepEqual([again.counts, again.superseded], [{ no_op: 1 }, { closed: 0, asked_to_stop: 0 }])
  assert.equal(again.targets[0].command_id, first.targets[0].command_id)
  assert.deepEqual(await statesOf(second.action_id), [['queued', null]])
})

test('only the devices of the newer action are concerned, and as few statements for many as for one', async () => {
  const agents = await makeAgents(30)
  const older = await scan(agents, '/older')
  const statements = logStatements(server.services.pool)
  await scan(agents.slice(0, 1), '/one', { supersede: true })
  const forOne = statements.take().filter((text) => /^(supersede|add-|choose|find-defer|append)/.test(text))
  const newer = await scan(agents.slice(1, 29), '/many', { supersede: true })
  const forMany = statements.take().filter((text) => /^(supersede|add-|choose|find-defer|append)/.test(text))
  assert.deepEqual(forMany, forOne)
  assert.equal(forOne.filter((text) => text.startsWith('supersede')).length, 1)
  assert.deepEqual(newer.superseded, { closed: 28, asked_to_stop: 0 })
  const { body } = await server.call('GET', `/actions/${older.action_id}`)
  assert.deepEqual(body.counts, { superseded: 29, queued: 1 })
})
