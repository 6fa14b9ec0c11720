import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import { recordInventories } from '@muster/server/operations/agent-presence.ts'
import { waitUntil } from '../support/embedded-server.ts'
import { type AgentServer, startAgentServer } from './support/agent-server.ts'
import { connect, enrolFake, type FakeAgent, fakeInventory, takeCommand } from './support/fake-agent.ts'

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
const pool = () => server.services.pool

test('what became open for an action after it was cancelled is handed to nobody', async () => {
  const { actionId } = await server.act('dhcprenew', [deviceId])
  const good = await server.act('re-identify', [deviceId])
  // As a target does that was judged before the cancellation and written after it.
  await pool().query('update action set cancelled_at = now() where action_id = $1', [actionId])
  const socket = await connect(server.base, agent)
  const command = await takeCommand(socket)
  assert.equal(JSON.parse(command.statement).action_id, good.actionId)
  server.services.bus.emit('commands-queued', { accountId: server.accountId, actionId })
  const later = await server.act('scan_threats', [deviceId])
  assert.equal(JSON.parse((await takeCommand(socket)).statement).action_id, later.actionId)
  assert.equal((await one(actionId)).state, 'queued')
})

test('more held-back commands than one claim takes do not hide the good one behind them', async () => {
  const held = await server.act('dhcprenew', [deviceId])
  const appId = '00000000-0000-4000-8000-000000000002'
  await pool().query(
    `insert into application (account_id, app_id, client_id, secret_hash, name, scopes, revoked_at)
     values ($1, $2, 'gone', '', 'gone', '{}', now())`,
    [server.accountId, appId],
  )
  await pool().query('update action set app_id = $2, app_name = $3 where action_id = $1', [
    held.actionId,
    appId,
    'gone',
  ])
  await pool().query(
    `insert into target (account_id, action_id, position, identifier, device_key, generation, state, open, work_key)
     select account_id, action_id, n, identifier, device_key, generation, state, true, n
     from target, generate_series(1, 5200) n where action_id = $1 and position = 0`,
    [held.actionId],
  )
  const good = await server.act('re-identify', [deviceId])
  assert.ok(held.actionId < good.actionId, 'claims go by action, oldest first')
  const socket = await connect(server.base, agent)
  assert.equal(JSON.parse((await takeCommand(socket)).statement).action_id, good.actionId)
  const { rows } = await pool().query(
    `select count(*)::integer as count from target where action_id = $1 and state = (
       select state from target where action_id = $1 and position = 0)`,
    [held.actionId],
  )
  assert.equal(rows[0].count, 5201)
  assert.deepEqual([(await one(held.actionId)).state, (await one(held.actionId)).reason], ['held', 'authority_ended'])
})

test('what hands commands out fails before the lease: once it works again, nobody waits for a lease to end', async () => {
  const { query } = pool()
  let failures = 0
  let looks = 0
  pool().query = ((...args: Parameters<typeof query>) => {
    const statement = args[0] as unknown as { name?: string }
    // The last look of those that a connection brings: what it finds by itself, it would be handed by that.
    if (statement.name === 'list-cancelling-of-devices') looks += 1
    if (statement.name === 'list-leaves' && failures === 0) {
      failures += 1
      throw Object.assign(new Error('the database went away'), { code: '57P01' })
    }
    return query.apply(pool(), args)
  }) as typeof query
  try {
    const socket = await connect(server.base, agent)
    await waitUntil('nothing is waiting for it', async () => looks === 1)
    const { actionId } = await server.act('dhcprenew', [deviceId])
    await waitUntil('it failed once', async () => failures === 1)
    const command = await takeCommand(socket)
    assert.equal(JSON.parse(command.statement).action_id, actionId)
    assert.equal(socket.heard.filter(({ type }) => type === 'command').length, 1)
  } finally {
    pool().query = query
  }
})

test('an inventory of an enrolment that has ended changes nothing of the next one', async () => {
  const { rows } = await pool().query('select device_key from device where device_id = $1', [deviceId])
  const report = (generation: number, hostname: string) => ({
    deviceKey: rows[0].device_key as string,
    generation,
    agent: { name: 'muster', version: '0.1.0', abilities: ['dhcprenew'] },
    inventory: fakeInventory({ hostname }),
    peer: '192.0.2.1',
  })
  const hostname = async () =>
    (await pool().query('select hostname from device_record where device_key = $1', [rows[0].device_key])).rows[0]
      .hostname
  await enrolFake(server.base, await server.makeToken(), {
    hwid: agent.hwid,
    inventory: fakeInventory({ hostname: 'new' }),
  })
  await recordInventories(server.services, server.accountId, [report(1, 'old')])
  assert.equal(await hostname(), 'new')
  await recordInventories(server.services, server.accountId, [report(1, 'old'), report(2, 'newer')])
  assert.equal(await hostname(), 'newer')
})
