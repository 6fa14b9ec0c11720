import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, test } from 'node:test'
import { agentPaths } from '@muster/core/agent/protocol.ts'
import { deviceStatuses } from '@muster/core/device/facts.ts'
import { waitUntil } from '../support/embedded-server.ts'
import { addTestDevices } from '../support/fleet.ts'
import { type AgentServer, startAgentServer } from './support/agent-server.ts'
import {
  connect,
  enrolFake,
  enrolRequest,
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

async function deviceRow(deviceId: string) {
  const { rows } = await server.services.pool.query(
    `select d.*, r.hostname, r.hwid, g.group_id, k.abilities, k.agent_type,
       array(select mac::float8 from device_mac m where m.device_key = d.device_key order by mac) as macs
     from device d join device_record r using (account_id, device_key) join device_kind k using (kind_id)
     join device_group g on g.account_id = d.account_id and g.group_key = d.group_key
     where d.device_id = $1`,
    [deviceId],
  )
  return rows[0]
}

const network = (...macs: string[]) => macs.map((mac, index) => ({ name: `eth${index}`, mac, ipv4: [], ipv6: [] }))

test('a new device is compliant, in the token’s group, with what its agent reported, and audited', async () => {
  await server.services.pool.query(
    `insert into device_group (account_id, group_id, name) values ($1, 'branch', 'Branch') on conflict do nothing`,
    [server.accountId],
  )
  const inventory = fakeInventory({
    hostname: 'till-7',
    network: network('02:00:00:00:00:01', '00:00:00:00:00:00', ''),
  })
  const agent = await enrolFake(server.base, await server.makeToken({ groupId: 'branch' }), { inventory })
  assert.equal(agent.identity.generation, 1)
  const row = await deviceRow(agent.identity.device_id)
  assert.equal(deviceStatuses[row.base_status], 'compliant')
  assert.equal(row.group_id, 'branch')
  assert.equal(row.hostname, 'till-7')
  assert.equal(row.hwid, agent.hwid)
  assert.equal(row.agent_type, 'persistent')
  assert.deepEqual(row.abilities, ['dhcprenew', 'fetch_agent_log', 're-identify', 'scan_threats'])
  assert.deepEqual(row.macs, [0x020000000001])
  const entry = (await server.audited('device.enrolled')).at(-1)!
  assert.equal(entry.channel, 'agent')
  assert.equal((entry.details as Record<string, unknown>).device_id, agent.identity.device_id)
  assert.ok(entry.peer)
})

test('a token is never used more often than it may be, however many enrol at one moment', async () => {
  const token = await server.makeToken({ uses: 3 })
  const answers = await Promise.all(
    Array.from({ length: 12 }, () => post(server.base, agentPaths.enrol, enrolRequest(token).request)),
  )
  const statuses = answers.map(({ status }) => status).sort()
  assert.deepEqual(statuses, [200, 200, 200, ...Array(9).fill(401)])
})

test('asking again with the same key and token, also at one moment, is the same enrolment and uses nothing up', async () => {
  const token = await server.makeToken({ uses: 1 })
  const { request } = enrolRequest(token)
  const answers = await Promise.all(Array.from({ length: 5 }, () => post(server.base, agentPaths.enrol, request)))
  const later = await post(server.base, agentPaths.enrol, request)
  for (const { status, body } of [...answers, later]) {
    assert.equal(status, 200)
    assert.equal(body.device_id, later.body.device_id)
    assert.equal(body.generation, 1)
  }
})

test('the same machine enrols as the next generation: old key, connection and commands end, the group stays', async () => {
  const first = await enrolFake(server.base, await server.makeToken())
  const deviceId = first.identity.device_id
  const old = await connect(server.base, first)
  await server.act('assign_to_group', [deviceId], { group_id: 'branch' })
  const { actionId } = await server.act('dhcprenew', [deviceId])
  const command = await takeCommand(old)
  const second = await enrolFake(server.base, await server.makeToken(), { hwid: first.hwid, key: makeKey() })
  assert.equal(second.identity.device_id, deviceId)
  assert.equal(second.identity.generation, 2)
  const retired = await old.next('retired')
  assert.equal(retired.generation, 1)
  assert.equal((await old.closed).code, 4403)
  assert.equal((await deviceRow(deviceId)).group_id, 'branch')
  const [seen] = await server.commands(actionId)
  assert.deepEqual([seen!.state, seen!.reason], ['device_removed', 'device_removed'])

  // Case 11: nothing of the old generation reaches the new one, and what the old one says is only kept beside the end.
  const fresh = await connect(server.base, second)
  const { actionId: nextAction } = await server.act('dhcprenew', [deviceId])
  const next = await takeCommand(fresh)
  assert.equal(next.generation, 2)
  assert.notEqual(next.command_id, command.command_id)
  fresh.send({ type: 'result', command_id: command.command_id, state: 'succeeded' })
  assert.deepEqual((await fresh.next('disowned')).command_ids, [command.command_id])
  fresh.send({ type: 'result', command_id: next.command_id, state: 'succeeded' })
  await fresh.next('stored')
  assert.equal((await server.commands(nextAction))[0]!.state, 'succeeded')
  assert.equal((await server.commands(actionId))[0]!.state, 'device_removed')
  assert.equal((await server.audited('device.re_enrolled')).length, 1)
})

test('a device that was deleted comes back by enrolment, under its id, in the token’s group', async () => {
  const first = await enrolFake(server.base, await server.makeToken({ groupId: 'branch' }))
  const deviceId = first.identity.device_id
  await server.act('delete', [deviceId])
  const back = await enrolFake(server.base, await server.makeToken(), { hwid: first.hwid })
  assert.equal(back.identity.device_id, deviceId)
  assert.equal(back.identity.generation, 3)
  const row = await deviceRow(deviceId)
  assert.equal(row.removed_at, null)
  assert.equal(row.group_id, 'default')
})

test('a device that discovery had found by its MAC address alone is the one that enrols; two such are not guessed', async () => {
  const found = { deviceId: randomUUID(), status: 'unknown', agentType: 'none', macs: [0x020000000077] } as const
  const twins = [0, 1].map(() => ({ ...found, deviceId: randomUUID(), macs: [0x020000000088] }))
  await addTestDevices(server.services.pool, server.accountId, [found, ...twins])
  const one = await enrolFake(server.base, await server.makeToken(), {
    inventory: fakeInventory({ network: network('02-00-00-00-00-77') }),
  })
  assert.equal(one.identity.device_id, found.deviceId)
  assert.equal(deviceStatuses[(await deviceRow(found.deviceId)).base_status], 'compliant')
  const other = await enrolFake(server.base, await server.makeToken(), {
    inventory: fakeInventory({ network: network('020000000088') }),
  })
  assert.ok(!twins.some(({ deviceId }) => deviceId === other.identity.device_id))
})

test('what is not a proper enrolment is refused, changes nothing, and is audited where the account is known', async () => {
  const token = await server.makeToken()
  const { request } = enrolRequest(token)
  const refused = async (over: object, status: number) => {
    const answer = await post(server.base, agentPaths.enrol, { ...request, ...over })
    assert.equal(answer.status, status, JSON.stringify(answer.body))
    assert.doesNotMatch(JSON.stringify(answer.body), /\bat .*\.ts|mse_/)
  }
  await refused({ token: 'mse_unknown' }, 401)
  await refused({ proof: enrolRequest(token).request.proof }, 400)
  await refused({ hwid: randomUUID() }, 400)
  await refused({ public_key: 'AAAA' }, 400)
  await refused({ protocol: 99 }, 400)
  await refused({ hwid: `nul\0${randomUUID()}` }, 400)
  await refused({ inventory: undefined }, 400)
  await waitUntil('it is audited', async () =>
    (await server.audited('agent.refused')).some(
      ({ details }) => (details as { code: string }).code === 'key_not_proven',
    ),
  )
  const expired = await server.makeToken({ expiresInSeconds: 60 })
  await server.services.pool.query(
    `update enrolment_token set expires_at = now() - interval '1 second' where uses_left = 1`,
  )
  await refused({ ...enrolRequest(expired).request }, 401)
})

test('what a device reports at a later connection replaces what it reported before', async () => {
  const agent = await enrolFake(server.base, await server.makeToken(), {
    inventory: fakeInventory({ hostname: 'before', network: network('02:00:00:00:01:01', '02:00:00:00:01:02') }),
  })
  const socket = await openSocket(server.base)
  const { nonce } = await socket.next('challenge')
  const inventory = fakeInventory({ hostname: 'after', network: network('02:00:00:00:01:02', '02:00:00:00:01:03') })
  const facts = { name: 'muster', version: '0.2.0', abilities: ['scan_threats', 'scan_threats'] }
  socket.send(helloOf(agent, nonce, { inventory, agent: facts }))
  await socket.next('welcome')
  const row = await deviceRow(agent.identity.device_id)
  assert.equal(row.hostname, 'after')
  assert.deepEqual(row.abilities, ['scan_threats'])
  assert.deepEqual(row.macs, [0x020000000102, 0x020000000103])
  socket.send({ type: 'inventory', agent: facts, inventory: fakeInventory({ hostname: 'again\u{d800}' }) })
  await waitUntil('the change is stored', async () =>
    (await deviceRow(agent.identity.device_id)).hostname.startsWith('again'),
  )
})
