import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { applyAction } from '@muster/server/operations/apply-action.ts'
import { claimForAction, claimForDevices, giveBack, type Portion } from '@muster/server/operations/claim-commands.ts'
import { mutateAgain } from '@muster/server/operations/mutate.ts'
import { createTestDatabase } from '../support/database.ts'
import { addTestAccount, addTestDevices } from '../support/fleet.ts'
import { createTestServices, testCaller } from '../support/services.ts'

const fleetSize = 4_000

let database: Awaited<ReturnType<typeof createTestDatabase>>
let services: Awaited<ReturnType<typeof createTestServices>>

before(async () => {
  database = await createTestDatabase()
  // One connection, so that every statement has met its plan before.
  services = await createTestServices(database.url, { connectionsMax: 1 })
})
after(async () => {
  await services?.close()
  await database?.drop()
})

test('commands are claimed key by key, though the plans were made when a page held them all', async () => {
  const { pool } = services
  const accountId = await addTestAccount(pool)
  for (const table of ['target', 'device', 'action']) {
    await pool.query(`alter table ${table} set (autovacuum_enabled = off)`)
  }
  const ids = Array.from({ length: fleetSize }, (_, index) => `dev-${index}`)
  await addTestDevices(
    pool,
    accountId,
    ids.map((deviceId) => ({ deviceId })),
  )
  // Connected later than anything here is leased: a claim of devices takes everything again.
  const { rows } = await pool.query<{ device_key: string }>(
    `insert into device_presence (account_id, device_key, connection, online, connected_at)
     select account_id, device_key, 1, true, now() + interval '1 day' from device order by device_key returning device_key`,
  )
  const keys = rows.map((row) => row.device_key)
  const act = async (type: string, identifiers: string[]) => {
    const request = { type, params: {}, edition: 'narrowed', devices: { by: 'id', identifiers } } as const
    const applied = await mutateAgain(services, (unit) => applyAction(services, unit, testCaller(accountId), request))
    return applied.actionId
  }
  const ofAction = (actionId: string) =>
    claimForAction(services, { accountId, actionId }, { get: () => ({ generation: 1 }) }, async () => undefined)
  const ofDevices = (deviceKeys: string[]) => claimForDevices(services, accountId, deviceKeys)
  const giveAllBack = async (portions: AsyncIterable<Portion>) => {
    for await (const portion of portions) await giveBack(services, accountId, portion)
  }

  const small = await act('dhcprenew', ids.slice(0, 10))
  await pool.query('vacuum target')
  for (let time = 0; time < 8; time += 1) {
    await giveAllBack(ofAction(small))
    await giveAllBack(ofDevices(keys.slice(0, 10)))
  }

  const large = await act('fetch_agent_log', ids)
  const scans = await counted('seq_scan', 'target')
  assert.equal(await count(ofAction(large)), fleetSize)
  assert.equal(await counted('seq_scan', 'target'), scans)

  for (let time = 0; time < 20; time += 1) await act('dhcprenew', ids.slice(0, 1))
  const lookups = await counted('idx_scan', 'device')
  assert.equal(await count(ofDevices(keys.slice(1_000, 2_000))), 1_000)
  const needed = (await counted('idx_scan', 'device')) - lookups
  assert.ok(needed < 5 * 1_000, `${needed} lookups for 1000 devices`)
})

test('a command goes to the agent of the enrolment that it was meant for only, also where an older one is still connected', async () => {
  const accountId = await addTestAccount(services.pool)
  await addTestDevices(services.pool, accountId, [{ deviceId: 'known' }, { deviceId: 'enrolled-anew' }])
  const identifiers = ['known', 'enrolled-anew']
  const { actionId } = await mutateAgain(services, (unit) =>
    applyAction(services, unit, testCaller(accountId), {
      type: 'dhcprenew',
      params: {},
      edition: 'narrowed',
      devices: { by: 'id', identifiers },
    }),
  )
  const { rows } = await services.pool.query<{ device_key: string }>(
    `update target set generation = 2 where account_id = $1 and identifier = 'enrolled-anew' returning device_key`,
    [accountId],
  )
  const anew = rows[0]!.device_key
  const claim = async (generationOfAnew: number) => {
    const connected = { get: (key: string) => ({ generation: key === anew ? generationOfAnew : 1 }) }
    const claimed: string[] = []
    for await (const { commands } of claimForAction(services, { accountId, actionId }, connected, async () => 0)) {
      claimed.push(
        ...commands.map(({ device_key, generation }) => (device_key === anew ? `anew ${generation}` : 'known')),
      )
    }
    return claimed
  }
  assert.deepEqual(await claim(1), ['known'])
  assert.deepEqual(await claim(2), ['anew 2'])
  assert.deepEqual(await claim(2), [])
})

/** A figure of PostgreSQL's own statistics. */
async function counted(column: 'seq_scan' | 'idx_scan', table: string): Promise<number> {
  await services.pool.query('select pg_stat_force_next_flush()')
  const { rows } = await services.pool.query<{ count: string }>(
    `select ${column} as count from pg_stat_user_tables where relname = $1`,
    [table],
  )
  return Number(rows[0]!.count)
}

async function count(portions: AsyncIterable<Portion>): Promise<number> {
  let claimed = 0
  for await (const { commands } of portions) claimed += commands.length
  return claimed
}
