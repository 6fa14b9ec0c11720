import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { wireRoutes } from '@muster/server/wire/routes.ts'
import type { PoolClient } from 'pg'
import { addTestDevices } from '../support/fleet.ts'
import { startTestHttpServer, type TestHttpServer } from '../support/http-server.ts'
import type { WireEntry } from '../support/wire-client.ts'

// The planner knows nothing here: its statistics are those of empty tables, and a statement's plan may have been made
// for ten devices. A way that compares each device with each other one takes minutes for these; the limit is seconds.
const fleetSize = 20_000
const statementSecondsMax = 10

let server: TestHttpServer
let token: string
const ids = Array.from({ length: fleetSize }, (_, index) => `dev-${index}`)
const macs = ids.map((_, index) => (index + 1).toString(16).padStart(12, '0'))
const hwids = ids.map((id) => `HW-${id}`)

before(async () => {
  server = await startTestHttpServer(wireRoutes)
  const { pool } = server.services
  for (const table of ['target', 'device', 'device_record', 'device_mac', 'action']) {
    await pool.query(`alter table ${table} set (autovacuum_enabled = off)`)
  }
  await addTestDevices(
    pool,
    server.accountId,
    ids.map((deviceId, index) => ({ deviceId, hwid: hwids[index]!, macs: [index + 1] })),
  )
  const limited = new WeakSet<PoolClient>()
  pool.on('acquire', (client) => {
    if (limited.has(client)) return
    limited.add(client)
    void client.query(`set statement_timeout = '${statementSecondsMax}s'`)
  })
  token = await server.getToken(await server.addClient())
})

after(() => server.close())

async function act(body: object): Promise<WireEntry[]> {
  const answer = await fetch(`${server.base}/o/api/v3.3/devices/action`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify(body),
  })
  const text = await answer.text()
  assert.equal(answer.status, 200, text.slice(0, 500))
  return JSON.parse(text) as WireEntry[]
}

test('the targets are never read from end to end, though the planner knew an empty table when it planned', async () => {
  const { pool } = server.services
  await pool.query('vacuum target')
  const before = await targetScans()
  for (const types of ['fetch_agent_log', 'exempt']) {
    for (let time = 0; time < 8; time += 1) await act({ types, ids: ids.slice(0, 10) })
    await act({ types, ids: ids.slice(0, 1_000) })
    await act({ types, macs: macs.slice(0, 1_000) })
  }
  assert.equal(await targetScans(), before)
  await pool.query('delete from target')
})

test('commands are found by their device, though the planner last saw a table in which none was open', async () => {
  const { pool } = server.services
  await pool.query(
    `insert into target (account_id, action_id, position, identifier, device_key, generation, state)
     select $1, gen_random_uuid(), 1, n, n, 1, 4 from generate_series(1, 20000) n`,
    [server.accountId],
  )
  await pool.query('analyze target')
  await pool.query('delete from target')
  await act({ types: 'fetch_agent_log', ids })
  await act({ types: 'delete', ids })
  const { rows } = await pool.query('select from target where open')
  assert.equal(rows.length, 0)
  await pool.query('delete from target')
  await pool.query('update device set removed_at = null')
})

/** How often the table of targets was read whole. */
async function targetScans(): Promise<number> {
  return counter(`select seq_scan as count from pg_stat_user_tables where relname = 'target'`)
}

/** A figure of PostgreSQL's own statistics, once every connection of ours has told its part. */
async function counter(query: string): Promise<number> {
  const { pool } = server.services
  const clients = await Promise.all(Array.from({ length: pool.totalCount }, () => pool.connect()))
  await Promise.all(clients.map((client) => client.query('select pg_stat_force_next_flush()')))
  for (const client of clients) client.release()
  const { rows } = await pool.query<{ count: string }>(query)
  return Number(rows[0]!.count)
}

test('asking a whole fleet again, right after the first time, takes no longer way and answers the same commands', async () => {
  // More often than a prepared statement is planned anew before its plan is kept.
  for (let time = 0; time < 8; time += 1) await act({ types: 'fetch_agent_log', ids: ids.slice(0, 10) })
  const first = await act({ types: 'fetch_agent_log', ids })
  assert.equal(new Set(first.map(({ command_id }) => command_id)).size, fleetSize)
  assert.deepEqual(await act({ types: 'fetch_agent_log', ids }), first)
  const commandIds = first.map(({ command_id }) => command_id)
  for (const [list, identifiers] of [
    ['macs', macs],
    ['ids', hwids],
  ] as const) {
    const again = await act({ types: 'fetch_agent_log', [list]: identifiers })
    assert.deepEqual(
      again.map(({ command_id }) => command_id),
      commandIds,
    )
  }
})

test('moving, exempting and deleting the fleet, thousands of commands still waiting, are no longer ways either', async () => {
  for (const body of [
    { types: 'assign_to_group', ids, params: { group_id: 'default' } },
    { types: 'exempt', macs },
    { types: 'unexempt', ids: hwids },
    { types: 'delete', ids },
  ]) {
    const entries = await act(body)
    assert.ok(entries.every(({ status }) => status === 1))
  }
  const { rows } = await server.services.pool.query('select from target where open limit 1')
  assert.equal(rows.length, 0)
})
