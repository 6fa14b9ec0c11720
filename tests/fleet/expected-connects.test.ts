import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import { waitUntil } from '../support/embedded-server.ts'
import { type AgentServer, startAgentServer } from './support/agent-server.ts'
import { connect, enrolFake, type FakeAgent } from './support/fake-agent.ts'

let server: AgentServer
let now = new Date()
let agent: FakeAgent
let deviceId: string

before(async () => {
  server = await startAgentServer({ now: () => now })
})

after(() => server.close())

beforeEach(async () => {
  // A Monday.
  now = new Date('2026-11-02T06:00:00Z')
  agent = await enrolFake(server.base, await server.makeToken({ expiresInSeconds: 86_400 }))
  deviceId = agent.identity.device_id
})

async function comeAndGo(at: string) {
  now = new Date(`${at}Z`)
  const socket = await connect(server.base, agent)
  socket.cut()
  await waitUntil('it is offline', async () => !(await server.isOnline(deviceId)))
}

const expected = async () => (await server.call('GET', `/devices/${deviceId}`)).body.expected_at

async function arrivals(): Promise<number> {
  const { rows } = await server.services.pool.query(
    'select connects from device_habit join device using (account_id, device_key) where device_id = $1',
    [deviceId],
  )
  return (rows[0]!.connects as Buffer).subarray(0, 96).reduce((sum, count) => sum + count, 0)
}

test('what waits for a device that comes every working day tells when that usually is, and else says nothing', async () => {
  for (const day of ['02', '03', '04', '05']) {
    await comeAndGo(`2026-11-${day}T08:40`)
    assert.equal(await expected(), null)
  }
  await comeAndGo('2026-11-06T08:40')
  now = new Date('2026-11-06T09:00Z')
  assert.equal(await expected(), '2026-11-09T08:40:00.000Z')
  const { body } = await server.call('POST', '/actions', { type: 'dhcprenew', devices: { ids: [deviceId] } })
  const target = async () => (await server.call('GET', `/actions/${body.action_id}/targets`)).body.items[0]
  assert.equal((await target()).expected_at, '2026-11-09T08:40:00.000Z')
  const command = (await server.call('GET', `/commands/${body.targets[0].command_id}`)).body
  assert.equal(command.expected_at, '2026-11-09T08:40:00.000Z')
  await connect(server.base, agent)
  assert.deepEqual([await expected(), (await target()).expected_at], [null, null])
})

test('a line that breaks, or a server that starts anew, is no arrival, and heartbeats write no habit', async () => {
  await comeAndGo('2026-11-02T08:00')
  await comeAndGo('2026-11-02T08:10')
  await comeAndGo('2026-11-02T08:55')
  assert.equal(await arrivals(), 1)
  await comeAndGo('2026-11-02T10:00')
  assert.equal(await arrivals(), 2)
  const rowOf = async () => (await server.services.pool.query('select ctid from device_habit')).rows
  const before = await rowOf()
  const socket = await connect(server.base, agent)
  socket.send({ type: 'heartbeat' })
  await socket.next('heartbeat')
  assert.deepEqual(await rowOf(), before)
})

test('a habit grows old: the counts halve when they are full, and a new time of day takes over', async () => {
  const noted = async (count: number, time: string) => {
    const { rows } = await server.services.pool.query(
      `with recursive days as (
         select 0 as day, decode(repeat('00', 103), 'hex') as connects
         union all
         select day + 1, note_connect(connects, $2, 1) from days where day < $1
       )
       select connects from days order by day desc limit 1`,
      [count, time],
    )
    return rows[0].connects as Buffer
  }
  assert.equal((await noted(16, '34'))[34], 16)
  const halved = await noted(17, '34')
  assert.deepEqual([halved[34], halved[96 + 1]], [9, 9])
  assert.ok((await noted(400, '34')).every((count) => count <= 16))
})
