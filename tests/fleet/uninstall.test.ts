import assert from 'node:assert/strict'
import { createHash, createPublicKey, sign, verify } from 'node:crypto'
import { after, before, test } from 'node:test'
import { agentPaths, agentProtocol } from '@muster/core/agent/protocol.ts'
import { uninstalledText, uninstallText } from '@muster/core/agent/signed-texts.ts'
import { listDeviceLog } from '@muster/server/operations/list-logs.ts'
import { listUninstalls } from '@muster/server/operations/list-uninstalls.ts'
import { waitUntil } from '../support/embedded-server.ts'
import { testCaller } from '../support/services.ts'
import { type AgentServer, startAgentServer } from './support/agent-server.ts'
import {
  connect,
  enrolFake,
  type FakeAgent,
  helloOf,
  makeKey,
  openSocket,
  post,
  takeCommand,
} from './support/fake-agent.ts'

let server: AgentServer
let aheadDays = 0

before(async () => {
  server = await startAgentServer({ now: () => new Date(Date.now() + aheadDays * 24 * 3600 * 1000) })
})

after(() => server.close())

const enrol = async () => enrolFake(server.base, await server.makeToken())

async function hello(agent: FakeAgent, over: Parameters<typeof helloOf>[2] = {}) {
  const socket = await openSocket(server.base)
  const { nonce } = await socket.next('challenge')
  socket.send(helloOf(agent, nonce, over))
  return socket
}

/** What the agent posts, with the faults that a test wants. */
async function confirm({ key, identity }: FakeAgent, over: { generation?: number; key?: typeof key } = {}) {
  const generation = over.generation ?? identity.generation
  const { body } = await post(server.base, agentPaths.challenge, {})
  const nonce = body.nonce as string
  const accountKeySha256 = createHash('sha256').update(Buffer.from(identity.account_key, 'base64url')).digest('hex')
  const text = uninstalledText({ nonce, accountKeySha256, deviceId: identity.device_id, generation })
  return post(server.base, agentPaths.uninstalled, {
    protocol: agentProtocol,
    account: identity.account,
    device_id: identity.device_id,
    generation,
    nonce,
    signature: sign(null, Buffer.from(text), over.key ?? key).toString('base64url'),
  })
}

async function uninstallOf(deviceId: string) {
  const page = await listUninstalls(server.services, testCaller(server.accountId), { limit: 1000 })
  return page.items.filter(({ device_id }) => device_id === deviceId)
}

async function eventsOf(deviceId: string): Promise<string[]> {
  const page = await listDeviceLog(server.services, testCaller(server.accountId), {
    since: new Date(0),
    until: new Date(Date.now() + 1e11),
    actions: [],
    events: undefined,
    limit: 1000,
  })
  return page.items.flatMap((entry) => (entry.deviceId === deviceId && entry.kind === 'event' ? [entry.event] : []))
}

test('an agent that is connected is told at once to uninstall, signed, and its confirmation is seen everywhere', async () => {
  const agent = await enrol()
  const deviceId = agent.identity.device_id
  const socket = await connect(server.base, agent)
  const { actionId } = await server.act('delete', [deviceId])
  const order = await socket.next('uninstall')
  assert.deepEqual([order.device_id, order.generation], [deviceId, 1])
  const key = createPublicKey({
    key: Buffer.from(agent.identity.account_key, 'base64url'),
    format: 'der',
    type: 'spki',
  })
  const text = uninstallText({ deviceId, generation: 1 })
  assert.ok(verify(null, Buffer.from(text), key, Buffer.from(order.signature, 'base64url')))
  assert.equal((await socket.closed).code, 4403)
  assert.equal((await uninstallOf(deviceId))[0]!.state, 'told')

  assert.equal((await confirm(agent)).status, 200)
  assert.equal((await confirm(agent)).status, 200)
  const [uninstall] = await uninstallOf(deviceId)
  assert.equal(uninstall!.state, 'confirmed')
  assert.equal(uninstall!.action_id, actionId)
  assert.deepEqual((await eventsOf(deviceId)).sort(), ['added', 'uninstalled'])
  const [entry, ...more] = await server.audited('device.uninstalled')
  assert.equal(more.length, 0)
  assert.equal((entry!.details as Record<string, unknown>).device_id, deviceId)
  assert.deepEqual((await server.commands(actionId))[0]!.result, { uninstalled_at: uninstall!.confirmed_at })
  // As after a restart of an agent that was killed before it had removed itself.
  assert.equal((await (await hello(agent)).next('uninstall')).generation, 1)
})

for (const record of ['remove', 'keep', 'archive']) {
  test(`an agent that was away is told when it connects, also by poll (record: ${record})`, async () => {
    const agent = await enrol()
    const deviceId = agent.identity.device_id
    await server.act('delete', [deviceId], { record })
    assert.equal((await uninstallOf(deviceId))[0]!.state, 'waiting')
    const socket = await hello(agent)
    await socket.next('uninstall')
    assert.equal((await socket.closed).code, 4403)
    const { body } = await post(server.base, agentPaths.challenge, {})
    const byPoll = await post(server.base, agentPaths.session, helloOf(agent, body.nonce as string))
    assert.equal(byPoll.body.type, 'uninstall')
    assert.equal((await uninstallOf(deviceId))[0]!.state, 'told')
  })
}

test('nobody but the agent gets the order or can confirm it, and nothing is confirmed that nobody ordered', async () => {
  const agent = await enrol()
  const deviceId = agent.identity.device_id
  assert.equal((await confirm(agent)).status, 404)
  await server.act('delete', [deviceId])
  const thief = { ...agent, key: makeKey() }
  assert.equal((await (await hello(thief)).next('refused')).code, 'not_recognised')
  assert.equal((await confirm(thief)).status, 404)
  assert.equal((await confirm(agent, { generation: 2 })).status, 404)
  assert.equal((await uninstallOf(deviceId))[0]!.state, 'waiting')
  await waitUntil('the forgery is audited', async () =>
    (await server.audited('agent.refused')).some(
      ({ details }) => (details as { code: string; device_id: string }).code === 'uninstall_unproven',
    ),
  )
})

test('deleted without uninstalling, a device comes back as a new generation, and its old work stays closed', async () => {
  const agent = await enrol()
  const deviceId = agent.identity.device_id
  await server.services.pool.query(
    `insert into device_group (account_id, group_id, name) values ($1, 'lab', 'Lab') on conflict do nothing`,
    [server.accountId],
  )
  await server.act('assign_to_group', [deviceId], { group_id: 'lab' })
  const { actionId: old } = await server.act('fetch_agent_log', [deviceId])
  await server.act('delete', [deviceId], { uninstall: false })
  assert.equal((await uninstallOf(deviceId))[0]!.state, 'not_asked')
  const renewed = await (await hello(agent)).next('renewed')
  assert.deepEqual([renewed.generation, renewed.renewed_as], [1, 3])
  // The answer was lost: it is told again, and nothing changes.
  assert.equal((await (await hello(agent)).next('renewed')).renewed_as, 3)
  const [returned] = await uninstallOf(deviceId)
  assert.deepEqual([returned!.state, returned!.generation, returned!.returned_as], ['returned', 1, 3])
  assert.deepEqual((await eventsOf(deviceId)).sort(), ['added', 'returned'])
  const [entry] = await server.audited('device.returned')
  assert.equal(entry!.channel, 'system')

  const back = { ...agent, identity: { ...agent.identity, generation: 3 } }
  const socket = await connect(server.base, back)
  const { actionId } = await server.act('dhcprenew', [deviceId])
  const command = await takeCommand(socket)
  assert.equal(command.generation, 3)
  assert.equal((await server.commands(old))[0]!.state, 'device_removed')
  assert.equal((await server.commands(actionId))[0]!.state, 'offered')
  assert.equal(socket.heard.filter(({ type }) => type === 'command').length, 1)
  const { rows } = await server.services.pool.query(
    `select d.removed_at, d.base_status, g.group_id from device d join device_group g using (account_id, group_key)
     where d.device_id = $1`,
    [deviceId],
  )
  assert.deepEqual(rows, [{ removed_at: null, base_status: 0, group_id: 'default' }])
})

test('an order that expired unheard lets the device come back; one that was told never does', async () => {
  const [unheard, heard] = [await enrol(), await enrol()]
  await server.act('delete', [unheard.identity.device_id, heard.identity.device_id])
  await (await hello(heard)).next('uninstall')
  aheadDays = 91
  assert.equal((await uninstallOf(unheard.identity.device_id))[0]!.state, 'expired')
  assert.equal((await (await hello(unheard)).next('renewed')).renewed_as, 3)
  await (await hello(heard)).next('uninstall')
  aheadDays = 0
})

test('one that enrolled anew since its deletion is neither uninstalled nor brought back by its old key', async () => {
  const agent = await enrol()
  await server.act('delete', [agent.identity.device_id])
  const anew = await enrolFake(server.base, await server.makeToken(), { hwid: agent.hwid })
  assert.equal(anew.identity.generation, 3)
  await (await hello(agent)).next('retired')
  await connect(server.base, anew)
})

test('an old key brings nothing back that was enrolled anew since, though that enrolment is over as well', async () => {
  const agent = await enrol()
  const deviceId = agent.identity.device_id
  await server.act('delete', [deviceId], { uninstall: false })
  const anew = await enrolFake(server.base, await server.makeToken(), { hwid: agent.hwid })
  await server.act('delete', [deviceId], { uninstall: false })
  await (await hello(agent)).next('retired')
  assert.equal((await (await hello(anew)).next('renewed')).renewed_as, 5)
})

test('many that come back at one moment come back once each', async () => {
  const token = await server.makeToken({ uses: 20 })
  const agents = await Promise.all(Array.from({ length: 20 }, () => enrolFake(server.base, token)))
  await server.act(
    'delete',
    agents.map(({ identity }) => identity.device_id),
    { uninstall: false },
  )
  // Each twice, as where a proxy made it connect again: the slower one may be told to try again.
  const answers = await Promise.all(
    [...agents, ...agents].map(async (agent) => {
      const socket = await hello(agent)
      await socket.closed
      return socket.heard.find(({ type }) => type === 'renewed' || type === 'refused')!
    }),
  )
  for (const answer of answers) {
    if (answer.type === 'renewed') assert.equal(answer.renewed_as, 3)
    else assert.equal(answer.type === 'refused' && answer.code, 'overloaded')
  }
  for (const agent of agents) assert.equal((await (await hello(agent)).next('renewed')).renewed_as, 3)
})
