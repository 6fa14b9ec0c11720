import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import { sweepDeadlines } from '@muster/server/jobs/deadlines.ts'
import { waitUntil } from '../support/embedded-server.ts'
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

type Socket = Awaited<ReturnType<typeof connect>>

const hours = (count: number) => count * 3_600_000
const sweep = () => sweepDeadlines(server.services, server.channel.book)
const inSeconds = (seconds: number) => Math.floor((Date.now() + aheadMilliseconds) / 1000) + seconds

async function order(type: string, options: object = {}): Promise<string> {
  const answer = await server.call('POST', '/actions', { type, devices: { ids: [deviceId] }, ...options })
  assert.equal(answer.status, 201, answer.text)
  return answer.body.action_id
}

/** The action's only target, as the native API shows it. */
async function target(actionId: string) {
  return (await server.call('GET', `/actions/${actionId}/targets`)).body.items[0]
}

const untilState = (actionId: string, state: string) =>
  waitUntil(`it is ${state}`, async () => (await target(actionId)).state === state)

async function cancel(actionId: string) {
  const { status, body } = await server.call('POST', `/actions/${actionId}/cancel`)
  assert.equal(status, 200)
  return [body.cancelled, body.asked_to_stop]
}

async function goSilent(socket: Socket) {
  socket.cut()
  await waitUntil('it is offline', async () => !(await server.isOnline(deviceId)))
}

interface Ready {
  readonly actionId: string
  readonly socket: Socket | undefined
  readonly commandId: string
}

/** How a command gets into each state that waits. */
const ways: Record<string, () => Promise<Ready>> = {
  async queued() {
    const actionId = await order('dhcprenew')
    return { actionId, socket: undefined, commandId: (await target(actionId)).command_id }
  },
  async held() {
    const ready = await ways.queued!()
    await server.services.pool.query(
      `with app as (
         insert into application (account_id, app_id, client_id, secret_hash, name, scopes, revoked_at)
         values ($1, gen_random_uuid(), $2, '', 'gone', '{}', now()) returning app_id)
       update action set app_id = app.app_id from app where action_id = $2::uuid`,
      [server.accountId, ready.actionId],
    )
    const socket = await connect(server.base, agent)
    await untilState(ready.actionId, 'held')
    return { ...ready, socket }
  },
  async offered() {
    const socket = await connect(server.base, agent)
    const actionId = await order('dhcprenew')
    return { actionId, socket, commandId: (await takeCommand(socket)).command_id }
  },
  async deferred() {
    const ready = await ways.offered!()
    const { socket, commandId: command_id } = ready
    socket!.send({ type: 'deferred', command_id, reason: 'On battery.', retry_at: inSeconds(600) })
    await untilState(ready.actionId, 'deferred')
    return ready
  },
  async accepted() {
    const ready = await ways.offered!()
    ready.socket!.send({ type: 'accepted', command_id: ready.commandId })
    await untilState(ready.actionId, 'accepted')
    return ready
  },
  async running() {
    const ready = await ways.accepted!()
    ready.socket!.send({ type: 'progress', command_id: ready.commandId, percent: 30 })
    await untilState(ready.actionId, 'running')
    return ready
  },
  async unresponsive() {
    const ready = await ways.running!()
    await goSilent(ready.socket!)
    aheadMilliseconds += 121_000
    await sweep()
    assert.equal((await target(ready.actionId)).state, 'unresponsive')
    return { ...ready, socket: undefined }
  },
}

const final = ['queued', 'held']

for (const [state, reach] of Object.entries(ways)) {
  test(`cancel while ${state}: ${final.includes(state) ? 'final at once' : 'the agent is asked, and obeys'}`, async () => {
    const { actionId, socket, commandId: command_id } = await reach()
    assert.deepEqual(await cancel(actionId), final.includes(state) ? [1, 0] : [0, 1])
    assert.deepEqual(await cancel(actionId), [0, 0], 'twice changes nothing')
    if (!final.includes(state)) {
      const there = socket ?? (await connect(server.base, agent))
      assert.equal((await there.next('cancel')).command_id, command_id)
      there.send({ type: 'result', command_id, state: 'cancelled' })
      await there.next('stored')
    } else {
      const there = socket ?? (await connect(server.base, agent))
      there.send({ type: 'result', command_id: 'A'.repeat(43), state: 'succeeded' })
      await there.next('disowned')
      assert.ok(there.heard.every(({ type }) => type !== 'command'))
    }
    const seen = await target(actionId)
    assert.deepEqual([seen.state, seen.reason], ['cancelled', 'cancelled'])
    assert.deepEqual(await cancel(actionId), [0, 0], 'and neither does a cancellation of what has ended')
    const { body } = await server.call('GET', `/actions/${actionId}`)
    assert.deepEqual([body.state, body.counts], ['cancelled', { cancelled: 1 }])
  })

  if (final.includes(state)) continue

  test(`cancel while ${state}, unanswered: the cancellation times out, and what comes later is kept beside it`, async () => {
    const { actionId, socket, commandId: command_id } = await reach()
    await cancel(actionId)
    aheadMilliseconds += 30_000
    await sweep()
    assert.equal((await target(actionId)).state, 'cancelling')
    aheadMilliseconds += 31_000
    await sweep()
    const ended = await target(actionId)
    assert.deepEqual([ended.state, ended.reason, ended.late_result], ['cancelled', 'cancel_unanswered', null])
    const there = socket ?? (await connect(server.base, agent))
    there.send({ type: 'result', command_id, state: 'succeeded', data: { renewed: true } })
    await there.next('stored')
    const late = await target(actionId)
    assert.equal(late.state, 'cancelled')
    assert.deepEqual([late.late_result.state, late.late_result.data], ['succeeded', { renewed: true }])
  })
}

for (const state of ['offered', 'running']) {
  test(`what was called off for good while its agent was away, ${state}, stops when the agent speaks of it`, async () => {
    const { actionId, socket, commandId: command_id } = await ways[state]!()
    await goSilent(socket!)
    // The lease ends: nobody knows that the agent has it. Or the agent's time to answer does.
    if (state === 'running') await cancel(actionId)
    aheadMilliseconds += 61_000
    await sweep()
    if (state === 'offered') assert.deepEqual(await cancel(actionId), [1, 0])
    assert.equal((await target(actionId)).state, 'cancelled')
    const there = await connect(server.base, agent)
    there.send(state === 'offered' ? { type: 'accepted', command_id } : { type: 'progress', command_id, percent: 40 })
    assert.equal((await there.next('cancel')).command_id, command_id)
    there.send({ type: 'result', command_id, state: 'cancelled' })
    await there.next('stored')
    const ended = await target(actionId)
    assert.deepEqual([ended.state, ended.late_result], ['cancelled', null])
  })
}

test('an agent that begins again what it has finished, as its disk is an older copy, hears that it is done', async () => {
  const { socket, commandId: command_id } = await ways.running!()
  socket!.send({ type: 'result', command_id, state: 'succeeded' })
  await socket!.next('stored')
  socket!.cut()
  const there = await connect(server.base, agent)
  there.send({ type: 'progress', command_id, percent: 10 })
  assert.deepEqual((await there.next('stored')).command_ids, [command_id])
})

test('what has ended by itself cannot be cancelled any more', async () => {
  const { actionId, socket, commandId } = await ways.accepted!()
  socket!.send({ type: 'result', command_id: commandId, state: 'succeeded' })
  await socket!.next('stored')
  assert.deepEqual(await cancel(actionId), [0, 0])
  assert.equal((await target(actionId)).state, 'succeeded')
})

test('a deferred command tells why, until when and how often, and what it was put off for is gone once it runs', async () => {
  const { actionId, socket, commandId: command_id } = await ways.deferred!()
  const first = await target(actionId)
  assert.deepEqual([first.deferrals, first.message], [1, 'On battery.'])
  const again = Math.floor(Date.parse(first.retry_at) / 1000)
  // The same word twice, as after a broken line, is no second deferral.
  socket!.send({ type: 'deferred', command_id, reason: 'On battery.', retry_at: again })
  socket!.send({ type: 'deferred', command_id, reason: 'On battery, still.', retry_at: again + 600 })
  await waitUntil('it is put off again', async () => (await target(actionId)).deferrals === 2)
  assert.equal((await target(actionId)).message, 'On battery, still.')
  socket!.send({ type: 'accepted', command_id })
  await untilState(actionId, 'accepted')
  const accepted = await target(actionId)
  assert.deepEqual([accepted.deferrals, accepted.message, accepted.retry_at], [2, null, null])
})

test('what is put off beyond its delivery deadline expires, and says that it was put off', async () => {
  const { actionId, socket, commandId: command_id } = await ways.deferred!()
  aheadMilliseconds = hours(25)
  await sweep()
  const seen = await target(actionId)
  assert.deepEqual([seen.state, seen.reason], ['expired', 'deferred_too_long'])
  assert.deepEqual([seen.deferrals, seen.message], [1, 'On battery.'])
  socket!.send({ type: 'result', command_id, state: 'succeeded' })
  await socket!.next('stored')
  const late = await target(actionId)
  assert.deepEqual([late.state, late.message, late.late_result.state], ['expired', 'On battery.', 'succeeded'])
})

test('an agent that connects anew gets what it had put off, for it has dropped it', async () => {
  const { actionId, socket, commandId } = await ways.deferred!()
  await goSilent(socket!)
  const again = await connect(server.base, agent)
  assert.equal((await takeCommand(again)).command_id, commandId)
  await untilState(actionId, 'offered')
})

test('a silent agent’s command is unresponsive, and clock 2 runs on; the agent comes back, goes on and finishes', async () => {
  const { actionId, commandId: command_id } = await ways.unresponsive!()
  const socket = await connect(server.base, agent)
  socket.send({ type: 'progress', command_id, percent: 60, message: '6 of 10 files' })
  await untilState(actionId, 'running')
  const running = await target(actionId)
  assert.deepEqual([running.progress, running.message], [60, '6 of 10 files'])
  socket.send({ type: 'progress', command_id, percent: 90, message: '9 of 10 files' })
  socket.send({ type: 'result', command_id, state: 'succeeded' })
  await socket.next('stored')
  const ended = await target(actionId)
  assert.deepEqual([ended.state, ended.message], ['succeeded', null])

  const other = await ways.unresponsive!()
  aheadMilliseconds = hours(1)
  await sweep()
  assert.deepEqual(
    [(await target(other.actionId)).state, (await target(other.actionId)).reason],
    ['timed_out', 'finish_deadline'],
  )
})

test('a refusal of the agent is an end with its reason, and is audited', async () => {
  const { actionId, socket, commandId: command_id } = await ways.offered!()
  socket!.send({ type: 'result', command_id, state: 'rejected', reason: 'refused_unproven', message: 'no leaf' })
  await socket!.next('stored')
  const seen = await target(actionId)
  assert.deepEqual([seen.state, seen.reason, seen.message], ['rejected', 'refused_unproven', 'no leaf'])
  const ended = (await server.audited('command.ended')).filter((entry) => entry.action_id === actionId)
  assert.equal(ended.length, 1)
  assert.equal(ended[0]!.channel, 'agent')
  assert.deepEqual((ended[0]!.details as { commands: string[] }).commands, [`${command_id} rejected refused_unproven`])
})

test('both clocks can be set by the request, and are signed with it', async () => {
  const socket = await connect(server.base, agent)
  const actionId = await order('dhcprenew', { deliver_within: 120, finish_within: 30 })
  const { command_id, statement } = await takeCommand(socket)
  const { not_before, expires_at, finish_within } = JSON.parse(statement)
  assert.deepEqual([expires_at - not_before, finish_within], [420, 30])
  socket.send({ type: 'accepted', command_id })
  await untilState(actionId, 'accepted')
  const { accepted_at, finish_by } = await target(actionId)
  assert.equal(Date.parse(finish_by) - Date.parse(accepted_at), 30_000)
  await goSilent(socket)
  const waiting = await order('re-identify', { deliver_within: 120 })
  aheadMilliseconds = 121_000
  await sweep()
  assert.deepEqual([(await target(actionId)).state, (await target(waiting)).state], ['timed_out', 'expired'])
})

test('clocks out of bounds are refused, and so are clocks of what is done at once', async () => {
  const devices = { ids: [deviceId] }
  for (const [field, value] of [
    ['deliver_within', 59],
    ['deliver_within', 30 * 24 * 3600 + 1],
    ['finish_within', 9],
    ['finish_within', 7 * 24 * 3600 + 1],
    ['finish_within', 60.5],
    ['supersede', 'yes'],
  ] as const) {
    const { status, body } = await server.call('POST', '/actions', { type: 'dhcprenew', devices, [field]: value })
    assert.deepEqual([status, body.error.code, body.error.errors[0].field], [400, 'invalid_request', field])
  }
  for (const option of [{ deliver_within: 60 }, { finish_within: 60 }, { supersede: true }]) {
    for (const path of ['/actions', '/actions/plan']) {
      const { status, body } = await server.call('POST', path, { type: 'exempt', devices, ...option })
      assert.deepEqual([status, body.error.errors[0].field], [400, Object.keys(option)[0]])
    }
  }
})
