import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type pg from 'pg'
import { waitUntil } from '../support/embedded-server.ts'
import { createCall } from '../support/native-client.ts'
import { type RestartableServer, startRestartableServer } from '../support/restartable-server.ts'
import { verifyAudit } from '../support/verify-audit.ts'
import { openSidePool } from '../support/whole-server.ts'
import { openWireClient, type WireClient } from '../support/wire-client.ts'

let server: RestartableServer
let client: WireClient
let side: pg.Pool

before(async () => {
  server = await startRestartableServer()
  side = openSidePool(server.databaseUrl!)
  client = await openWireClient(server)
  const devices = ['a', 'b', 'c', 'd'].map((device_id) => ({ device_id, status: 'non_compliant', os: 'linux' }))
  const { status, text } = await operate('POST', '/devices/import', { devices })
  assert.equal(status, 200, text)
})

after(async () => {
  await side?.end()
  await server?.close()
})

const operate = (...args: Parameters<ReturnType<typeof createCall>>) =>
  createCall(server.url, server.operatorToken)(...args)
const statusOf = async (id: string) => (await operate('GET', `/devices/${id}`)).body.status as string
const exempt = (ids: string[], exempt_time: number) => client.act({ types: 'exempt', ids, params: { exempt_time } })

/** As if so much time had gone by: what was to end then has its end now. */
async function letTimePass(hours: number): Promise<void> {
  await side.query(
    `update device set exempt_until = exempt_until - make_interval(hours => $1) where isfinite(exempt_until)`,
    [hours],
  )
  await side.query(`update action set lease_until = lease_until - make_interval(hours => $1)`, [hours])
}

const countEnds = async () => (await verifyAudit(server)).filter(({ event }) => event === 'exemption.ended').length

async function expectEnded(count: number): Promise<void> {
  await waitUntil('the job has written it down', async () => (await countEnds()) === count)
}

test('an exemption ends when its hours are over, for the rules at once and in the log soon; one for ever stays', async () => {
  await exempt(['a', 'b'], 2)
  await exempt(['c'], 0)
  await exempt(['d'], 48)
  await letTimePass(1)
  assert.deepEqual(await Promise.all(['a', 'b', 'c', 'd'].map(statusOf)), Array(4).fill('exempted'))
  await letTimePass(1)
  assert.deepEqual(await Promise.all(['a', 'b', 'c', 'd'].map(statusOf)), [
    'non_compliant',
    'non_compliant',
    'exempted',
    'exempted',
  ])
  await expectEnded(1)
})

test('one that ends while the server is away, killed, is ended by the next start, once', async () => {
  const before = await countEnds()
  await exempt(['a'], 3)
  await exempt(['b'], 3)
  await server.kill('SIGKILL')
  await letTimePass(3)
  await server.start()
  assert.deepEqual(await Promise.all(['a', 'b'].map(statusOf)), ['non_compliant', 'non_compliant'])
  await expectEnded(before + 2)
  const { rows } = await side.query('select from device where exempt_until <= now()')
  assert.equal(rows.length, 0)
})

test('a later exemption is not ended by the end of an earlier one', async () => {
  const before = await countEnds()
  await exempt(['a', 'b'], 1)
  await exempt(['a'], 10)
  await letTimePass(1)
  await expectEnded(before + 1)
  assert.deepEqual(await Promise.all(['a', 'b'].map(statusOf)), ['exempted', 'non_compliant'])
  const answer = await client.post('/o/api/v3.3/logs', { event_category: 'device', limit: 100 })
  const { logs } = (await answer.json()) as { logs: { event: string; device_id: string }[] }
  const latest = (id: string) => logs.find(({ device_id }) => device_id === id)?.event
  assert.deepEqual([latest('a'), latest('b')], ['exempted', 'unexempted'])
})
