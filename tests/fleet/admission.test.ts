import assert from 'node:assert/strict'
import { once } from 'node:events'
import { connect as netConnect } from 'node:net'
import { after, before, test } from 'node:test'
import { agentPaths } from '@muster/core/agent/protocol.ts'
import { Client } from 'pg'
import { waitUntil } from '../support/embedded-server.ts'
import { addTestAccount } from '../support/fleet.ts'
import { type AgentServer, startAgentServer } from './support/agent-server.ts'
import { connect, enrolFake, type FakeAgent, helloOf, makeKey, openSocket, post } from './support/fake-agent.ts'

let server: AgentServer

before(async () => {
  server = await startAgentServer()
})

after(() => server.close())

async function expectRefused(agent: FakeAgent, over: Parameters<typeof helloOf>[2] = {}) {
  const socket = await openSocket(server.base)
  const { nonce } = await socket.next('challenge')
  socket.send(helloOf(agent, nonce, over))
  const refused = await socket.next('refused')
  assert.equal((await socket.closed).code, 4401)
  return refused
}

async function expectAudited(code: string, deviceId: string) {
  await waitUntil(`${code} is audited`, async () =>
    (await server.audited('agent.refused')).some(({ details }) => {
      const said = details as { code: string; device_id: string }
      return said.code === code && said.device_id === deviceId
    }),
  )
}

test('who does not hold the device’s key, or is no device, is refused alike, and each is audited', async () => {
  const agent = await enrolFake(server.base, await server.makeToken())
  const deviceId = agent.identity.device_id
  const wrongKey = await expectRefused({ ...agent, key: makeKey() })
  const unknown = await expectRefused(agent, { device_id: '../x' })
  assert.deepEqual(wrongKey, unknown)
  await expectAudited('wrong_key', deviceId)
  await expectAudited('unknown_device', '../x')
  const future = await expectRefused(agent, { generation: 7 })
  assert.equal(future.code, 'not_recognised')
  assert.equal((await expectRefused(agent, { protocol: 2 })).code, 'protocol_unsupported')
  assert.equal((await expectRefused(agent, { account: 999_999 })).code, 'not_recognised')
})

test('a device of one account is none in another', async () => {
  const other = await addTestAccount(server.services.pool, 'other')
  const agent = await enrolFake(server.base, await server.makeToken())
  const refused = await expectRefused({ ...agent, identity: { ...agent.identity, account: other } })
  assert.equal(refused.code, 'not_recognised')
})

test('who is deleted while it is let in is not let in', async () => {
  const agent = await enrolFake(server.base, await server.makeToken())
  const { pool } = server.services
  const deletion = await pool.connect()
  try {
    await deletion.query('begin')
    await deletion.query('update device set generation = generation + 1, removed_at = now() where device_id = $1', [
      agent.identity.device_id,
    ])
    const socket = await openSocket(server.base)
    socket.send(helloOf(agent, (await socket.next('challenge')).nonce))
    await waitUntil('it was judged, and waits for the deletion', async () => {
      const { rows } = await pool.query(
        `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
      )
      return rows.length > 0
    })
    await deletion.query('commit')
    assert.equal((await socket.next('refused')).code, 'overloaded')
    assert.equal(await server.isOnline(agent.identity.device_id), false)
  } finally {
    await deletion.query('rollback')
    deletion.release()
  }
})

test('who is deleted after it was let in, and before it is among the connected, does not stay', async () => {
  const { pool } = server.services
  for (const uninstall of [true, false]) {
    const agent = await enrolFake(server.base, await server.makeToken())
    const deviceId = agent.identity.device_id
    const { query } = Client.prototype
    const arriving = new Set<unknown>()
    let deleted = 0
    // Right after the commit that lets it in, the deletion commits, and tells whoever is connected.
    async function deleteAfterwards(committed: Promise<unknown>) {
      const result = await committed
      await server.act('delete', [deviceId], { uninstall })
      deleted += 1
      return result
    }
    Client.prototype.query = function (this: Client, ...args: unknown[]) {
      const [statement] = args as [{ name?: string } | string]
      if (typeof statement === 'object' && statement.name === 'connect-devices') arriving.add(this)
      const result = (query as (...given: unknown[]) => Promise<unknown>).apply(this, args)
      return statement === 'commit' && arriving.delete(this) ? deleteAfterwards(result) : result
    } as typeof query
    try {
      const socket = await openSocket(server.base)
      socket.send(helloOf(agent, (await socket.next('challenge')).nonce))
      await socket.next('welcome')
      assert.equal(deleted, 1)
      assert.equal((await socket.closed).reason, 'the enrolment has ended')
      assert.equal(socket.heard.at(-1)?.type, uninstall ? 'uninstall' : 'welcome')
    } finally {
      Client.prototype.query = query
    }
    await waitUntil('nobody holds a connection of it', async () => {
      const { rows } = await pool.query(
        'select p.online from device_presence p join device d using (account_id, device_key) where d.device_id = $1',
        [deviceId],
      )
      return rows.every(({ online }) => !online)
    })
  }
})

test('a device without an agent is promised nothing', async () => {
  const agent = await enrolFake(server.base, await server.makeToken())
  await server.services.pool.query(
    `update device_record set agent_key = null
     where device_key = (select device_key from device where device_id = $1)`,
    [agent.identity.device_id],
  )
  for (const generation of [1, 2, 2 ** 31 - 1]) {
    assert.equal((await expectRefused(agent, { generation })).code, 'not_recognised')
  }
})

test('a machine cannot enrol under the device id of another as its hardware id', async () => {
  const agent = await enrolFake(server.base, await server.makeToken())
  const token = await server.makeToken()
  await assert.rejects(enrolFake(server.base, token, { hwid: agent.identity.device_id }), /400.*hwid/)
  await enrolFake(server.base, token)
})

test('a hello is good for its own connection only: repeated on another it is refused', async () => {
  const agent = await enrolFake(server.base, await server.makeToken())
  const first = await openSocket(server.base)
  const hello = helloOf(agent, (await first.next('challenge')).nonce)
  first.send(hello)
  await first.next('welcome')
  const second = await openSocket(server.base)
  await second.next('challenge')
  second.send(hello)
  assert.equal((await second.next('refused')).code, 'nonce_refused')
  assert.equal((await second.closed).code, 4401)
  const byPoll = await post(server.base, agentPaths.session, hello)
  assert.equal(byPoll.body.code, 'nonce_refused')
})

test('what is malformed ends the connection with a code and a reason, and disturbs nobody', async () => {
  const agent = await enrolFake(server.base, await server.makeToken())
  for (const said of [
    '{"type":',
    '[]',
    '{"type":"detonate"}',
    '{"type":"heartbeat"}',
    '{"type":"hello"}',
    '"\\u0000"',
  ]) {
    const socket = await openSocket(server.base)
    await socket.next('challenge')
    socket.send(said)
    const { code, reason } = await socket.closed
    assert.equal(code, 4400, said)
    assert.notEqual(reason, '')
  }
  const binary = await openSocket(server.base)
  binary.socket.send(Buffer.from([1, 2, 3]))
  assert.equal((await binary.closed).code, 4400)
  const huge = await openSocket(server.base)
  huge.send('x'.repeat(300 * 1024))
  assert.equal((await huge.closed).code, 1009)
  const late = await connect(server.base, agent)
  late.send({ type: 'result', command_id: 'x', state: 'exploded' })
  assert.equal((await late.closed).code, 4400)
  await connect(server.base, agent)
})

test('an upgrade request whose sender resets the connection disturbs nobody', async () => {
  const { hostname, port } = new URL(server.base)
  const reset = async (path: string, more = '') => {
    const socket = netConnect(Number(port), hostname)
    await once(socket, 'connect')
    const closed = once(socket, 'close')
    socket.write(
      `GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n` +
        `Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n${more}\r\n`,
      () => socket.resetAndDestroy(),
    )
    await closed
  }
  for (let round = 0; round < 20; round += 1) {
    await reset('/elsewhere')
    await reset(agentPaths.socket, 'Origin: https://evil.example\r\n')
    await reset(agentPaths.socket)
  }
  await connect(server.base, await enrolFake(server.base, await server.makeToken()))
})

test('a page in a browser cannot open the agents’ socket', async () => {
  await assert.rejects(openSocket(server.base, { origin: 'https://evil.example' }), /403/)
})

test('a goodbye or an end of an older connection does not take a newer one offline', async () => {
  const agent = await enrolFake(server.base, await server.makeToken())
  const deviceId = agent.identity.device_id
  const older = await connect(server.base, agent)
  const newer = await connect(server.base, agent)
  assert.ok(newer.connection > older.connection)
  assert.equal((await older.closed).code, 4409)
  newer.send({ type: 'goodbye', connection: older.connection })
  newer.send({ type: 'heartbeat' })
  await newer.next('heartbeat')
  const other = await enrolFake(server.base, await server.makeToken())
  const otherSocket = await connect(server.base, other)
  // Its goodbye is recorded after the one above, in the same order.
  otherSocket.send({ type: 'goodbye', connection: otherSocket.connection })
  await waitUntil('the other is offline', async () => !(await server.isOnline(other.identity.device_id)))
  assert.equal(await server.isOnline(deviceId), true)
  newer.send({ type: 'goodbye', connection: newer.connection })
  await waitUntil('it is offline', async () => !(await server.isOnline(deviceId)))
})

test('a cable that is pulled takes the device offline, and after a restart nobody is online', async () => {
  const [one, two] = [
    await enrolFake(server.base, await server.makeToken()),
    await enrolFake(server.base, await server.makeToken()),
  ]
  const socket = await connect(server.base, one)
  await connect(server.base, two)
  socket.cut()
  await waitUntil('it is offline', async () => !(await server.isOnline(one.identity.device_id)))
  await server.services.pool.query('update device_presence set online = true')
  await server.restart()
  assert.equal(await server.isOnline(two.identity.device_id), false)
})

test('a device that goes before it is welcomed does not stay online', async () => {
  const agent = await enrolFake(server.base, await server.makeToken())
  await server.services.pool.query('create table if not exists was_online (device_key bigint)')
  await server.services.pool.query(`
    create or replace function note_online() returns trigger language plpgsql as $$
    begin perform pg_sleep(0.3); insert into was_online values (new.device_key); return new; end $$;
    create or replace trigger note_online before insert on device_presence for each row execute function note_online()`)
  const socket = await openSocket(server.base)
  const { nonce } = await socket.next('challenge')
  socket.send(helloOf(agent, nonce))
  // Its hello is being judged: that takes a while here.
  await waitUntil('it is judged', async () => {
    const { rows } = await server.services.pool.query(
      `select from pg_stat_activity where datname = current_database() and query like 'insert into device_presence%'
         and state = 'active'`,
    )
    return rows.length > 0
  })
  socket.cut()
  await waitUntil('it was online', async () => {
    const { rows } = await server.services.pool.query('select from was_online')
    return rows.length > 0
  })
  await waitUntil('it is offline', async () => !(await server.isOnline(agent.identity.device_id)))
  await server.services.pool.query('drop trigger note_online on device_presence')
})

test('the older generation is told, under the account’s key, that its enrolment ended', async () => {
  const first = await enrolFake(server.base, await server.makeToken())
  await enrolFake(server.base, await server.makeToken(), { hwid: first.hwid })
  const socket = await openSocket(server.base)
  const { nonce } = await socket.next('challenge')
  socket.send(helloOf(first, nonce))
  const retired = await socket.next('retired')
  assert.deepEqual([retired.device_id, retired.generation], [first.identity.device_id, 1])
  assert.equal((await socket.closed).code, 4403)
  await expectAudited('old_generation', first.identity.device_id)
})

test('somebody who knocks all day fills neither the log nor the audit chain', async () => {
  const agent = await enrolFake(server.base, await server.makeToken())
  const before = (await server.audited('agent.refused')).length
  for (let knock = 0; knock < 20; knock += 1) await expectRefused({ ...agent, key: makeKey() })
  await waitUntil('one is audited', async () => (await server.audited('agent.refused')).length > before)
  assert.equal((await server.audited('agent.refused')).length, before + 1)
})
