import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { waitUntil } from '../support/embedded-server.ts'
import { whenStated } from '../support/statement-log.ts'
import { type AgentServer, startAgentServer } from './support/agent-server.ts'
import { enrolFake, makeKey, takeCommand } from './support/fake-agent.ts'
import { agentsOnMachines, inventoryOf, newMachine, quarantined } from './support/machines.ts'

let server: AgentServer

before(async () => {
  server = await startAgentServer()
})

after(() => server.close())

const { enrol, hello, connect, expectWaiting, statusOf, duplicateOf, resolve } = agentsOnMachines(() => server)

test('two of one make that take turns as one device are found by their taking turns; commands go to one of them', async () => {
  const machine = newMachine()
  const agent = await enrol(machine)
  const deviceId = agent.identity.device_id
  const first = await connect(agent, machine, 'run-1')
  const second = await connect(agent, machine, 'run-2')
  assert.equal((await first.closed).code, 4409)
  const again = await connect(agent, machine, 'run-1')
  assert.equal((await second.closed).code, 4409)
  assert.equal(await statusOf(deviceId), quarantined)
  assert.equal((await duplicateOf(deviceId))!.found_by, 'turns')
  for (let turn = 0; turn < 3; turn += 1) await expectWaiting(agent, machine, 'run-2')
  await assert.rejects(resolve(deviceId, { resolution: 'same' }), /there are two/)
  await resolve(deviceId, { resolution: 'separate' })
  await again.closed
  const order = await (await hello(agent, machine, 'run-2')).next('enrol_anew')
  const own = await enrolFake(server.base, order.token, { inventory: inventoryOf(machine), key: makeKey() })
  assert.notEqual(own.identity.device_id, deviceId)
  await connect(agent, machine, 'run-1')
  await connect(own, machine, 'run-2')
})

/** Two of one make that took turns: `known-1` is connected, `copy-1` is kept out. */
async function takeTurns() {
  const machine = newMachine()
  const agent = await enrol(machine)
  const deviceId = agent.identity.device_id
  await connect(agent, machine, 'known-1')
  await connect(agent, machine, 'copy-1', 'known-1')
  const socket = await connect(agent, machine, 'known-1')
  await expectWaiting(agent, machine, 'copy-1', 'known-1')
  return { machine, agent, deviceId, socket }
}

type Socket = Awaited<ReturnType<typeof hello>>

async function leave(socket: Socket, deviceId: string) {
  socket.cut()
  await waitUntil('it is offline', async () => !(await server.isOnline(deviceId)))
}

test('the machine that was kept stays the device however often it is started again before the copy connects', async () => {
  const { machine, agent, deviceId, socket } = await takeTurns()
  await leave(socket, deviceId)
  // Also while nobody has decided.
  const second = await connect(agent, machine, 'known-2', 'known-1')
  await resolve(deviceId, { resolution: 'separate', keeps: 'known' })
  await second.closed
  await leave(second, deviceId)
  const third = await connect(agent, machine, 'known-3', 'known-2')
  await leave(third, deviceId)
  const { actionId } = await server.act('fetch_agent_log', [deviceId])
  const fourth = await connect(agent, machine, 'known-4', 'known-3')
  await takeCommand(fourth)
  // The copy was started again too; it was never let in since.
  const order = await (await hello(agent, machine, 'copy-3', 'copy-1')).next('enrol_anew')
  const own = await enrolFake(server.base, order.token, { inventory: inventoryOf(machine), key: makeKey() })
  assert.notEqual(own.identity.device_id, deviceId)
  assert.equal((await duplicateOf(deviceId))!.state, 'resolved')
  assert.equal((await server.commands(actionId)).length, 1)
  await leave(fourth, deviceId)
  await connect(agent, machine, 'known-5', 'known-4')
})

test('the copy that was to keep the device keeps it however often it is started again', async () => {
  const { machine, agent, deviceId, socket } = await takeTurns()
  await resolve(deviceId, { resolution: 'separate', keeps: 'newcomer' })
  await socket.closed
  const copy = await connect(agent, machine, 'copy-2', 'copy-1')
  await leave(copy, deviceId)
  await connect(agent, machine, 'copy-3', 'copy-2')
  await (await hello(agent, machine, 'known-2', 'known-1')).next('enrol_anew')
})

test('one that cannot be told from the other waits, until the other has come or somebody says that it will not', async () => {
  const { machine, agent, deviceId, socket } = await takeTurns()
  await resolve(deviceId, { resolution: 'separate', keeps: 'known' })
  await socket.closed
  await leave(socket, deviceId)
  const waiting = await hello(agent, machine, 'after-1')
  assert.match((await waiting.next('refused')).message, /until the other one has connected/)
  // A third copy of the disk, while the machine that it says to follow is connected.
  await connect(agent, machine, 'known-1')
  await expectWaiting(agent, machine, 'third-1', 'known-1')
  const resolved = await resolve(deviceId, { resolution: 'same' })
  assert.deepEqual([resolved.state, resolved.resolution], ['resolved', 'same'])
  await connect(agent, machine, 'after-1')
  await assert.rejects(resolve(deviceId, { resolution: 'same' }), /resolved before/)
})

test('three copies that take turns are found when the first of them comes back', async () => {
  const machine = newMachine()
  const agent = await enrol(machine)
  for (const run of ['one', 'two', 'three']) await connect(agent, machine, run, 'image')
  assert.equal(await statusOf(agent.identity.device_id), 0)
  await connect(agent, machine, 'one', 'image')
  assert.equal(await statusOf(agent.identity.device_id), quarantined)
  for (const run of ['two', 'three']) await expectWaiting(agent, machine, run, 'image')
})

test('an agent that is started again and again is one agent', async () => {
  const machine = newMachine()
  const agent = await enrol(machine)
  for (const run of ['a', 'b', 'c', 'd']) await connect(agent, machine, run)
  assert.equal(await statusOf(agent.identity.device_id), 0)
})

test('who is let in while somebody decides which machine it is, is judged by what was decided', async () => {
  const { machine, agent, deviceId, socket } = await takeTurns()
  await leave(socket, deviceId)
  const decided = whenStated(server.services.pool, 'lock-pending-duplicates', () =>
    resolve(deviceId, { resolution: 'separate', keeps: 'newcomer' }),
  )
  const known = await hello(agent, machine, 'known-2', 'known-1')
  await decided
  assert.equal((await known.next('refused')).code, 'overloaded')
  await (await hello(agent, machine, 'known-2', 'known-1')).next('enrol_anew')
})

test('who was let in and is not at its place yet hears of it all the same, and says hello again', async () => {
  const { machine, agent, deviceId, socket } = await takeTurns()
  await leave(socket, deviceId)
  const { device_key } = await server.services.pool
    .query<{ device_key: string }>('select device_key from device where device_id = $1', [deviceId])
    .then(({ rows }) => rows[0]!)
  const told = whenStated(server.services.pool, 'lock-enrolments', async () => {
    server.services.bus.emit('devices-rejudged', { accountId: server.accountId, deviceKeys: [device_key] })
  })
  const known = await hello(agent, machine, 'known-2', 'known-1')
  await told
  assert.equal((await known.closed).code, 1001)
  await waitUntil('it counts as gone', async () => !(await server.isOnline(deviceId)))
})
