import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import { sweepDeadlines } from '@muster/server/jobs/deadlines.ts'
import { waitUntil } from '../support/embedded-server.ts'
import { logStatements } from '../support/statement-log.ts'
import { type AgentServer, startAgentServer } from './support/agent-server.ts'
import { connect, enrolFake, type FakeAgent, takeCommand } from './support/fake-agent.ts'
import { countBy } from './support/invariants.ts'

let server: AgentServer
let aheadMilliseconds = 0

before(async () => {
  server = await startAgentServer({ now: () => new Date(Date.now() + aheadMilliseconds) })
})

after(() => server.close())

beforeEach(() => {
  aheadMilliseconds = 0
})

const idOf = ({ identity }: FakeAgent) => identity.device_id
const sweep = () => sweepDeadlines(server.services, server.channel.book)

async function makeAgents(count: number): Promise<FakeAgent[]> {
  const token = await server.makeToken({ uses: count })
  return Promise.all(Array.from({ length: count }, () => enrolFake(server.base, token)))
}

async function order(agents: readonly FakeAgent[], options: object): Promise<string> {
  const answer = await server.call('POST', '/actions', {
    type: 'dhcprenew',
    devices: { ids: agents.map(idOf) },
    ...options,
  })
  assert.equal(answer.status, 201, answer.text)
  return answer.body.action_id
}

const show = async (actionId: string) => (await server.call('GET', `/actions/${actionId}`)).body
const targets = async (actionId: string) => (await server.call('GET', `/actions/${actionId}/targets`)).body.items
const untilTripped = (actionId: string) =>
  waitUntil('the brake trips', async () => (await show(actionId)).stopped_by === 'brake')

async function connectAndTake(agent: FakeAgent) {
  const socket = await connect(server.base, agent)
  return { socket, command_id: (await takeCommand(socket)).command_id }
}

type Taken = Awaited<ReturnType<typeof connectAndTake>>

const accept = ({ socket, command_id }: Taken) => socket.send({ type: 'accepted', command_id })

async function end({ socket, command_id }: Taken, state: string, reason?: string) {
  socket.send({ type: 'result', command_id, state, ...(reason && { reason }) })
  await socket.next('stored')
}

test('of 20 devices several fail: the rest never runs, who is at work is asked to stop, and it is told why', async () => {
  const agents = await makeAgents(20)
  const actionId = await order(agents, { brake: { failed_percent: 40, sample_min: 5 } })
  const [a, b, c, d, e, working, finishing] = (await Promise.all(agents.slice(0, 7).map(connectAndTake))) as [
    Taken,
    Taken,
    Taken,
    Taken,
    Taken,
    Taken,
    Taken,
  ]
  await end(a, 'failed', 'agent_error')
  await end(b, 'rejected', 'refused_unproven')
  await end(c, 'succeeded')
  await end(d, 'succeeded')
  // Two of four: too many, and too few to conclude anything.
  aheadMilliseconds = 61_000
  assert.equal((await sweep()).ended, 0)
  assert.equal((await show(actionId)).stopped_by, null)
  accept(working)
  working.socket.send({ type: 'progress', command_id: working.command_id, percent: 10 })
  accept(finishing)
  await waitUntil('two are at work', async () => {
    const { counts } = await show(actionId)
    return counts.running === 1 && counts.accepted === 1
  })
  await end(e, 'failed', 'agent_error')
  await untilTripped(actionId)

  const stopped = await show(actionId)
  assert.deepEqual(stopped.counts, { succeeded: 2, failed: 2, rejected: 1, terminated: 13, cancelling: 2 })
  assert.equal(stopped.state, 'waiting')
  const { at, ...figures } = stopped.brake.tripped
  assert.deepEqual(figures, { failed: 3, sample: 7 })
  assert.ok(Date.parse(at) > 0)
  for (const taken of [working, finishing]) {
    assert.equal((await taken.socket.next('cancel')).command_id, taken.command_id)
  }
  await end(working, 'cancelled')
  // What it said is repeated, as after a lost confirmation: that is no late result.
  await end(working, 'cancelled')
  await end(finishing, 'succeeded')
  const ended = await show(actionId)
  assert.deepEqual([ended.state, ended.cancelled_at], ['terminated', null])
  assert.deepEqual(ended.counts, { succeeded: 3, failed: 2, rejected: 1, terminated: 14 })
  const seen = await targets(actionId)
  assert.deepEqual([seen[5].state, seen[5].reason, seen[5].late_result], ['terminated', 'braked', null])
  assert.deepEqual([seen[19].state, seen[19].reason], ['terminated', 'braked'])

  const [entry] = (await server.audited('action.braked')).filter(({ action_id }) => action_id === actionId)
  assert.equal(entry!.channel, 'system')
  assert.deepEqual(entry!.details, {
    failed: 3,
    sample: 7,
    failed_percent: 40,
    sample_min: 5,
    terminated: 13,
    asked_to_stop: 2,
  })

  // A device that comes now gets what was asked for later, and nothing of this.
  const later = await order(agents.slice(19), { type: 'fetch_agent_log' })
  const last = await connect(server.base, agents[19]!)
  assert.equal(JSON.parse((await takeCommand(last)).statement).action_id, later)
  assert.equal(last.heard.filter(({ type }) => type === 'command').length, 1)
})

test('devices that are away count neither way, and what timed out trips the brake', async () => {
  const agents = await makeAgents(8)
  const actionId = await order(agents, { brake: { failed_percent: 50, sample_min: 4 }, finish_within: 600 })
  const taken = await Promise.all(agents.slice(0, 4).map(connectAndTake))
  taken.forEach(accept)
  await waitUntil('four accepted', async () => (await show(actionId)).counts.accepted === 4)
  await end(taken[0]!, 'failed', 'agent_error')
  taken[1]!.socket.cut()
  await waitUntil('one is away', async () => !(await server.isOnline(idOf(agents[1]!))))
  aheadMilliseconds = 130_000
  await sweep()
  // One of three that are there: the one that is away and those that never came say nothing.
  assert.deepEqual((await show(actionId)).counts, { failed: 1, accepted: 2, unresponsive: 1, queued: 4 })
  aheadMilliseconds = 601_000
  await sweep()
  const { counts, state, brake } = await show(actionId)
  assert.deepEqual(counts, { failed: 1, timed_out: 3, terminated: 4 })
  assert.deepEqual([state, brake.tripped.failed, brake.tripped.sample], ['terminated', 4, 4])
  const [entry] = (await server.audited('action.braked')).filter(({ action_id }) => action_id === actionId)
  assert.equal(entry!.channel, 'scheduler')
})

test('an agent that does not answer the brake ends as terminated too, and what comes later is kept beside it', async () => {
  const agents = await makeAgents(3)
  const actionId = await order(agents, { brake: { failed_percent: 1, sample_min: 1 } })
  const [failing, silent] = (await Promise.all(agents.slice(0, 2).map(connectAndTake))) as [Taken, Taken]
  await end(failing, 'failed', 'agent_error')
  await untilTripped(actionId)
  await silent.socket.next('cancel')
  aheadMilliseconds = 61_000
  await sweep()
  const [, seen] = await targets(actionId)
  assert.deepEqual([seen.state, seen.reason], ['terminated', 'cancel_unanswered'])
  await end(silent, 'cancelled')
  await end(silent, 'succeeded')
  const [, late] = await targets(actionId)
  assert.deepEqual([late.state, late.late_result.state], ['terminated', 'succeeded'])
  assert.equal((await server.call('POST', `/actions/${actionId}/cancel`)).status, 200)
  assert.deepEqual([(await show(actionId)).state, (await show(actionId)).stopped_by], ['terminated', 'brake'])
})

test('a failure whose news got lost is found by the job; what somebody cancelled, and what is over, is left alone', async () => {
  const agents = await makeAgents(4)
  const brake = { failed_percent: 1, sample_min: 1 }
  const lost = await order(agents.slice(0, 2), { brake })
  const cancelled = await order(agents.slice(2), { brake })
  const takenOfLost = await connectAndTake(agents[0]!)
  const takenOfCancelled = await connectAndTake(agents[2]!)
  await server.call('POST', `/actions/${cancelled}/cancel`)
  server.services.bus.removeAllListeners('commands-failed')
  await end(takenOfLost, 'failed', 'agent_error')
  await end(takenOfCancelled, 'failed', 'agent_error')
  await sweep()
  assert.equal((await show(lost)).stopped_by, null)
  aheadMilliseconds = 61_000
  await sweep()
  assert.equal((await show(lost)).stopped_by, 'brake')
  assert.deepEqual(
    [(await show(cancelled)).stopped_by, (await show(cancelled)).counts],
    ['cancellation', { failed: 1, cancelled: 1 }],
  )
  // Nothing is looked at any more.
  aheadMilliseconds = 130_000
  const statements = logStatements(server.services.pool)
  await sweep()
  assert.deepEqual(
    statements.take().filter((text) => /brake|terminate/.test(text)),
    ['lock-watched-brakes'],
  )
  await server.restart()
})

test('as few statements for many devices as for one', async () => {
  async function statementsOf(agents: readonly FakeAgent[]) {
    const actionId = await order(agents, { brake: { failed_percent: 1, sample_min: 1 } })
    const taken = await connectAndTake(agents[0]!)
    const statements = logStatements(server.services.pool)
    await end(taken, 'failed', 'agent_error')
    await untilTripped(actionId)
    return statements.take().filter((text) => /brake|terminate|append-audit/.test(text))
  }
  const many = await statementsOf(await makeAgents(30))
  const few = await statementsOf(await makeAgents(2))
  assert.deepEqual(
    countBy(many, (text) => text),
    countBy(few, (text) => text),
  )
})

test('a brake has defaults, and is refused out of bounds and for what is done at once', async () => {
  const [agent] = (await makeAgents(1)) as [FakeAgent]
  const devices = { ids: [idOf(agent)] }
  const actionId = await order([agent], { brake: {} })
  assert.deepEqual((await show(actionId)).brake, { failed_percent: 20, sample_min: 10, tripped: null })
  const [entry] = (await server.audited('action.applied')).filter(({ action_id }) => action_id === actionId)
  assert.deepEqual((entry!.details as { brake: object }).brake, { failed_percent: 20, sample_min: 10 })
  for (const [field, brake] of [
    ['brake.failed_percent', { failed_percent: 0 }],
    ['brake.failed_percent', { failed_percent: 101 }],
    ['brake.sample_min', { sample_min: 0 }],
    ['brake.more', { more: 1 }],
  ] as const) {
    const { status, body } = await server.call('POST', '/actions', { type: 'dhcprenew', devices, brake })
    assert.deepEqual([status, body.error.errors[0].field], [400, field])
  }
  for (const path of ['/actions', '/actions/plan']) {
    const { status, body } = await server.call('POST', path, { type: 'exempt', devices, brake: {} })
    assert.deepEqual([status, body.error.errors[0].field], [400, 'brake'])
  }
})
