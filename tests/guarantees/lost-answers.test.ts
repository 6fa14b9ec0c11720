import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, test } from 'node:test'
import type pg from 'pg'
import { createTestDatabase } from '../support/database.ts'
import { waitUntil } from '../support/embedded-server.ts'
import { addTestDevices } from '../support/fleet.ts'
import { type PostgresProxy, startPostgresProxy } from '../support/postgres-proxy.ts'
import { chooseSeed, randomFrom } from '../support/random.ts'
import { type RestartableServer, startRestartableServer } from '../support/restartable-server.ts'
import { verifyAudit } from '../support/verify-audit.ts'
import { openSidePool } from '../support/whole-server.ts'
import { deviceAction, openWireClient, type WireClient } from '../support/wire-client.ts'

// Case 13: the same request twice, in parallel, and after a crash between commit and answer is one action.
const seed = chooseSeed()
const rounds = 6
const ids = Array.from({ length: 50 }, (_, index) => `dev-${index}`)

let database: Awaited<ReturnType<typeof createTestDatabase>>
let proxy: PostgresProxy
let server: RestartableServer
let client: WireClient
let side: pg.Pool

before(async () => {
  console.log(`MUSTER_TEST_SEED=${seed}`)
  database = await createTestDatabase()
  proxy = await startPostgresProxy(database.url)
  server = await startRestartableServer({ environment: { DATABASE_URL: proxy.url } })
  side = openSidePool(database.url)
  client = await openWireClient(server)
  const { rows } = await side.query<{ account_id: number }>('select account_id from account')
  await addTestDevices(
    side,
    rows[0]!.account_id,
    ids.map((deviceId) => ({ deviceId })),
  )
})

after(async () => {
  await server?.close()
  await side?.end()
  await proxy?.close()
  await database?.drop()
})

const countActions = async () =>
  (await side.query<{ count: number }>('select count(*)::integer as count from action')).rows[0]!.count

const send = (body: object, key: string) => client.post(deviceAction, body, { 'idempotency-key': key })

/** Ten at once, each answered with 200 and the same bytes. */
async function sendTenTimes(body: object, key: string): Promise<string> {
  const answers = await Promise.all(Array.from({ length: 10 }, () => send(body, key)))
  const texts = await Promise.all(answers.map((answer) => answer.text()))
  assert.deepEqual(new Set(answers.map(({ status }) => status)), new Set([200]), texts.join('\n'))
  assert.equal(new Set(texts).size, 1)
  return texts[0]!
}

test('ten requests at once with one Idempotency-Key are one action and one answer, as are ten more', async () => {
  const before = await countActions()
  const key = randomUUID()
  const body = { types: 'fetch_agent_log', ids: ids.slice(0, 5) }
  const answer = await sendTenTimes(body, key)
  assert.equal(await sendTenTimes(body, key), answer)
  assert.equal(await countActions(), before + 1)
  assert.equal((await send({ ...body, ids: ids.slice(0, 6) }, key)).status, 422)
  assert.equal(await countActions(), before + 1)
})

test('a server killed between commit and answer has done it once, one killed before the commit not at all', async () => {
  const random = randomFrom(seed)
  for (let round = 0; round < rounds; round += 1) {
    // Both ways occur, whatever the seed.
    const fate = round < 2 ? (['carried out', 'lost'] as const)[round]! : random.pick(['carried out', 'lost'] as const)
    const from = random.below(ids.length - 10)
    const body = random.pick([
      { types: 'exempt', ids: ids.slice(from, from + 10), params: { exempt_time: 1 + random.below(100) } },
      { types: 'scan_threats', ids: ids.slice(from, from + 10) },
    ])
    const key = randomUUID()
    const before = await countActions()
    const held = proxy.holdCommitOf(key, fate)
    const unanswered = assert.rejects(send(body, key))
    await held
    if (fate === 'carried out') await waitUntil('it is committed', async () => (await countActions()) === before + 1)
    await server.kill('SIGKILL')
    await unanswered
    assert.equal(await countActions(), fate === 'carried out' ? before + 1 : before)

    await server.start()
    const answer = await sendTenTimes(body, key)
    assert.equal(await countActions(), before + 1, `round ${round}, ${fate}`)
    assert.equal(await (await send(body, key)).text(), answer)
    const entries = JSON.parse(answer) as { status: number; command_id: string }[]
    assert.ok(entries.every(({ status }) => status === 1))
  }
})

test('the audit chain has one entry for each of these actions, and verifies', async () => {
  const { rows } = await side.query<{ action_id: string }>('select action_id from action order by action_id')
  const applied = (await verifyAudit(server)).filter(({ event }) => event === 'action.applied')
  assert.deepEqual(
    applied.map(({ action_id }) => action_id).sort(),
    rows.map(({ action_id }) => action_id),
  )
})
