import assert from 'node:assert/strict'
import { createHash, randomUUID } from 'node:crypto'
import { after, before, test } from 'node:test'
import { agentPaths } from '@muster/core/agent/protocol.ts'
import type { Hardware } from '@muster/core/device/hardware.ts'
import { listDuplicates } from '@muster/server/operations/list-duplicates.ts'
import { resolveDuplicate } from '@muster/server/operations/resolve-duplicate.ts'
import { waitUntil } from '../support/embedded-server.ts'
import { testCaller } from '../support/services.ts'
import { type AgentServer, startAgentServer } from './support/agent-server.ts'
import {
  enrolFake,
  enrolRequest,
  type FakeAgent,
  fakeInventory,
  helloOf,
  makeKey,
  openSocket,
  post,
  takeCommand,
} from './support/fake-agent.ts'

let server: AgentServer

before(async () => {
  server = await startAgentServer()
})

after(() => server.close())

/** `u1 b1 m1 m2`; a leading `v` makes it a virtual machine. */
function hardware(words: string): Hardware {
  const kinds = { u: 'system_uuid', b: 'board_serial', m: 'mac', i: 'machine_id' } as Record<string, string>
  const parts = words.split(' ').filter((word) => word !== 'v')
  return {
    virtual: words.startsWith('v '),
    evidence: parts.map((word) => ({
      kind: kinds[word[0]!]!,
      hash: createHash('sha256').update(word).digest('hex').slice(0, 32),
    })),
  }
}

let serial = 0
/** A machine like no other. */
function newMachine(): string {
  serial += 1
  return `u-${serial} b-${serial} m-${serial}-1 m-${serial}-2`
}

const inventoryOf = (words: string, hostname = 'pc') => fakeInventory({ hardware: hardware(words), hostname })

async function enrol(words: string, over: { hwid?: string } = {}): Promise<FakeAgent> {
  return enrolFake(server.base, await server.makeToken(), { inventory: inventoryOf(words), ...over })
}

async function hello(agent: FakeAgent, words: string, run?: string, former_run?: string) {
  const socket = await openSocket(server.base)
  const { nonce } = await socket.next('challenge')
  const starts = { ...(run && { run }), ...(former_run && { former_run }) }
  socket.send(helloOf(agent, nonce, { inventory: inventoryOf(words), ...starts }))
  return socket
}

async function connect(agent: FakeAgent, words: string, run?: string, formerRun?: string) {
  const socket = await hello(agent, words, run, formerRun)
  await socket.next('welcome')
  return socket
}

async function expectWaiting(agent: FakeAgent, words: string, run?: string, formerRun?: string) {
  const socket = await hello(agent, words, run, formerRun)
  assert.equal((await socket.next('refused')).code, 'duplicate')
}

async function statusOf(deviceId: string): Promise<number> {
  const { rows } = await server.services.pool.query('select base_status from device where device_id = $1', [deviceId])
  return rows[0].base_status
}

async function duplicateOf(deviceId: string) {
  const { items } = await listDuplicates(server.services, testCaller(server.accountId), { limit: 1000 })
  return items.find(({ device_id }) => device_id === deviceId)
}

const quarantined = 8
const caller = () => testCaller(server.accountId)

async function resolve(deviceId: string, how: Parameters<typeof resolveDuplicate>[4]) {
  const { duplicate_id } = (await duplicateOf(deviceId))!
  return server.inUnit((unit) => resolveDuplicate(server.services, unit, caller(), duplicate_id, how))
}

async function countDevices(): Promise<number> {
  const { rows } = await server.services.pool.query('select count(*)::integer as count from device')
  return rows[0].count
}

test('a machine that was reinstalled is the same device, as its next generation, its old work closed', async () => {
  const machine = newMachine()
  const first = await enrol(`i-old ${machine}`)
  const deviceId = first.identity.device_id
  const { actionId } = await server.act('fetch_agent_log', [deviceId])
  const second = await enrol(`i-new ${machine}`)
  assert.equal(second.identity.device_id, deviceId)
  assert.equal(second.identity.generation, 2)
  assert.notEqual(second.hwid, first.hwid)
  assert.equal((await server.commands(actionId))[0]!.state, 'device_removed')
  const entry = (await server.audited('device.re_enrolled')).at(-1)!
  const details = entry.details as Record<string, unknown>
  assert.deepEqual([details.device_id, details.recognised_by], [deviceId, 'hardware'])
  await connect(second, `i-new ${machine}`)
  await (await hello(first, `i-old ${machine}`)).next('retired')
})

test('a machine with the evidence of a device that is connected, or of two devices, is none of them', async () => {
  const machine = newMachine()
  const first = await enrol(machine)
  const socket = await connect(first, machine)
  const second = await enrol(machine)
  assert.notEqual(second.identity.device_id, first.identity.device_id)
  socket.cut()
  await waitUntil('it is offline', async () => !(await server.isOnline(first.identity.device_id)))
  const third = await enrol(machine)
  assert.ok(![first, second].some(({ identity }) => identity.device_id === third.identity.device_id))
})

test('two machines that share what a vendor left in, or say nothing, are not merged', async () => {
  const before = await countDevices()
  await enrol('b-vendor m-v1')
  await enrol('b-vendor m-v2')
  await enrol('v b-cloud m-v3')
  await enrol('v b-cloud m-v4')
  await enrolFake(server.base, await server.makeToken())
  await enrolFake(server.base, await server.makeToken())
  assert.equal(await countDevices(), before + 6)
})

for (const online of [true, false]) {
  test(`a cloned disk is found while the original is ${online ? 'connected' : 'away'}; neither gets a command until somebody decides`, async () => {
    const [machine, copy] = [newMachine(), newMachine()]
    const agent = await enrol(machine)
    const deviceId = agent.identity.device_id
    let original = await connect(agent, machine)
    if (!online) {
      original.cut()
      await waitUntil('it is offline', async () => !(await server.isOnline(deviceId)))
    }
    await expectWaiting(agent, copy)
    assert.equal(await statusOf(deviceId), quarantined)
    const duplicate = (await duplicateOf(deviceId))!
    assert.deepEqual([duplicate.state, duplicate.found_by, duplicate.known.online], ['open', 'hello', online])
    if (!online) original = await connect(agent, machine)
    await expectWaiting(agent, copy)
    assert.equal(await server.isOnline(deviceId), true)
    const { actionId } = await server.act('fetch_agent_log', [deviceId])
    original.send({ type: 'heartbeat' })
    await original.next('heartbeat')
    assert.equal((await server.commands(actionId))[0]!.state, 'queued')
    assert.equal(original.heard.filter(({ type }) => type === 'command').length, 0)
    const found = (await server.audited('duplicate.found')).filter((entry) => JSON.stringify(entry).includes(deviceId))
    assert.equal(found.length, 1)

    const resolved = await resolve(deviceId, { resolution: 'separate', keeps: 'known' })
    assert.equal(resolved.state, 'separating')
    assert.equal((await original.closed).code, 1001)
    original = await connect(agent, machine)
    assert.equal((await takeCommand(original)).generation, 1)

    const order = await (await hello(agent, copy)).next('enrol_anew')
    const own = await enrolFake(server.base, order.token, { inventory: inventoryOf(copy), key: makeKey() })
    assert.notEqual(own.identity.device_id, deviceId)
    await connect(own, copy)
    const after = (await duplicateOf(deviceId))!
    assert.deepEqual([after.state, after.separated_as], ['resolved', own.identity.device_id])
    assert.equal(original.heard.filter(({ type }) => type === 'command').length, 1)
    const entry = (await server.audited('duplicate.resolved')).at(-1)!
    assert.equal((entry.details as Record<string, unknown>).device_id, deviceId)
    await assert.rejects(resolve(deviceId, { resolution: 'same' }), /resolved before/)
  })
}

test('the newcomer may keep the device; the machine that was known becomes one of its own, under the hardware id they shared', async () => {
  const [machine, copy] = [newMachine(), newMachine()]
  const agent = await enrol(machine)
  const deviceId = agent.identity.device_id
  await connect(agent, machine)
  await expectWaiting(agent, copy)
  await resolve(deviceId, { resolution: 'separate', keeps: 'newcomer' })
  await connect(agent, copy)
  const order = await (await hello(agent, machine)).next('enrol_anew')
  const token = { inventory: inventoryOf(machine), hwid: agent.hwid, key: makeKey() }
  const own = await enrolFake(server.base, order.token, token)
  assert.notEqual(own.identity.device_id, deviceId)
  // Its answer was lost: the same again.
  await connect(own, machine)
  await connect(agent, copy)
  assert.equal(await statusOf(deviceId), 0)
})

test('a new board is the same device once somebody says so', async () => {
  const [machine, other] = [newMachine(), newMachine()]
  const agent = await enrol(machine)
  const deviceId = agent.identity.device_id
  await expectWaiting(agent, other)
  const resolved = await resolve(deviceId, { resolution: 'same' })
  assert.deepEqual([resolved.state, resolved.resolution], ['resolved', 'same'])
  assert.equal(await statusOf(deviceId), 0)
  await connect(agent, other)
  await expectWaiting(agent, machine)
})

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

test('another machine that enrols under a device’s hardware id is kept out until somebody decides', async () => {
  const [machine, image] = [newMachine(), newMachine()]
  const agent = await enrol(machine)
  const deviceId = agent.identity.device_id
  const token = await server.makeToken({ uses: 3 })
  const { request } = enrolRequest(token, { hwid: agent.hwid, inventory: inventoryOf(image) })
  const refused = await post(server.base, agentPaths.enrol, request)
  assert.equal(refused.status, 409, JSON.stringify(refused.body))
  assert.equal(await statusOf(deviceId), quarantined)
  assert.equal((await duplicateOf(deviceId))!.found_by, 'enrolment')
  assert.equal((await post(server.base, agentPaths.enrol, request)).status, 409)
  await connect(agent, machine)
  await assert.rejects(resolve(deviceId, { resolution: 'separate', keeps: 'newcomer' }), /keeps/)
  await resolve(deviceId, { resolution: 'separate' })
  const own = await post(server.base, agentPaths.enrol, request)
  assert.equal(own.status, 200, JSON.stringify(own.body))
  assert.notEqual(own.body.device_id, deviceId)
  assert.equal(own.body.generation, 1)
  // The answer was lost; then it is reinstalled from the same image.
  assert.deepEqual((await post(server.base, agentPaths.enrol, request)).body.device_id, own.body.device_id)
  const reinstalled = await enrol(image, { hwid: agent.hwid })
  assert.equal(reinstalled.identity.device_id, own.body.device_id)
  assert.equal(reinstalled.identity.generation, 2)
  await connect(agent, machine)
})

test('a device in quarantine that is deleted and comes back is still in quarantine', async () => {
  const [machine, copy] = [newMachine(), newMachine()]
  const agent = await enrol(machine)
  const deviceId = agent.identity.device_id
  await expectWaiting(agent, copy)
  await server.act('delete', [deviceId], { uninstall: false })
  await (await hello(agent, machine)).next('renewed')
  assert.equal(await statusOf(deviceId), quarantined)
})

test('what an agent reads for the first time is learned, and what it cannot read this time is remembered', async () => {
  const agent = await enrolFake(server.base, await server.makeToken())
  await connect(agent, 'm-learn-1 m-learn-2')
  await connect(agent, 'u-learn m-learn-1 m-learn-2')
  await connect(agent, 'm-learn-2')
  const { rows } = await server.services.pool.query(
    `select hardware from device_record join device using (account_id, device_key) where device_id = $1`,
    [agent.identity.device_id],
  )
  assert.deepEqual(
    rows[0].hardware.map((mark: string) => mark.split(':')[0]),
    ['mac', 'system_uuid'],
  )
  const again = await enrol('u-learn m-learn-2', { hwid: randomUUID() })
  assert.notEqual(again.identity.device_id, agent.identity.device_id)
})
