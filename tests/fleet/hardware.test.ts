import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, test } from 'node:test'
import { agentPaths } from '@muster/core/agent/protocol.ts'
import { waitUntil } from '../support/embedded-server.ts'
import { type AgentServer, startAgentServer } from './support/agent-server.ts'
import { enrolFake, enrolRequest, makeKey, post, takeCommand } from './support/fake-agent.ts'
import { agentsOnMachines, inventoryOf, newMachine, quarantined } from './support/machines.ts'

let server: AgentServer

before(async () => {
  server = await startAgentServer()
})

after(() => server.close())

const { enrol, hello, connect, expectWaiting, statusOf, duplicateOf, resolve } = agentsOnMachines(() => server)

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
