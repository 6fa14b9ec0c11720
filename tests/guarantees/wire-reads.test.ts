import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { DeviceFilter } from '@muster/core/device/device-filter.ts'
import { listChangedKeys, readStatusChanges } from '@muster/server/db/devices/list-status-changes.ts'
import { pageDeviceKeys } from '@muster/server/db/devices/page-device-keys.ts'
import type { Queryable } from '@muster/server/db/pool.ts'
import { wireRoutes } from '@muster/server/wire/routes.ts'
import { addTestDevices } from '../support/fleet.ts'
import { startTestHttpServer, type TestHttpServer } from '../support/http-server.ts'

// What a read of the wire costs in a grown fleet: in pages of the database that are looked at, which say the same on
// any machine.
const fleetSize = 8_000

let server: TestHttpServer
let token: string

before(async () => {
  server = await startTestHttpServer(wireRoutes)
  const { pool } = server.services
  await addTestDevices(
    pool,
    server.accountId,
    Array.from({ length: fleetSize }, (_, index) => ({
      deviceId: `dev-${index}`,
      status: index % 3 === 0 ? ('non_compliant' as const) : ('compliant' as const),
      macs: [index + 1],
      enrolledAt: '2026-01-01T00:00:00Z',
    })),
  )
  await pool.query(
    `insert into device_event (account_id, event_id, device_key, occurred_at, event)
     select account_id, gen_random_uuid(), device_key, now() - interval '1 hour', 'compliant' from device`,
  )
  for (const table of ['device', 'device_record', 'device_mac', 'device_event', 'device_kind']) {
    await pool.query(`vacuum analyze ${table}`)
  }
  token = await server.getToken(await server.addClient())
})

after(() => server.close())

/** How many pages of the database all statements of this look at. */
async function pagesRead(work: (db: Queryable) => Promise<unknown>): Promise<number> {
  const { pool } = server.services
  let pages = 0
  const query = async (query: string | { text: string; values: unknown[] }, values?: unknown[]) => {
    const asked = typeof query === 'string' ? { text: query, values: values! } : query
    const { rows } = await pool.query(`explain (analyze, buffers, format json) ${asked.text}`, asked.values)
    const plan = rows[0]['QUERY PLAN'][0].Plan
    pages += plan['Shared Hit Blocks'] + plan['Shared Read Blocks']
    return pool.query(asked.text, asked.values)
  }
  await work({ query } as unknown as Queryable)
  return pages
}

async function call(method: 'GET' | 'POST', path: string, body?: object) {
  const answer = await fetch(`${server.base}/o/api/${path}`, {
    method,
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    ...(body && { body: JSON.stringify(body) }),
  })
  const text = await answer.text()
  assert.equal(answer.status, 200, text.slice(0, 500))
  return JSON.parse(text)
}

test('all status changes of a fleet cost a fraction of a page of the database for each device', async () => {
  const facts = { accountId: server.accountId, since: new Date(Date.now() - 86_400_000), at: new Date() }
  let told = 0
  const pages = await pagesRead(async (db) => {
    const keys = await listChangedKeys(db, facts)
    for (let start = 0; start < keys.length; start += 2000) {
      told += (await readStatusChanges(db, { ...facts, keys: keys.slice(start, start + 2000) })).length
    }
  })
  assert.equal(told, fleetSize)
  assert.ok(pages < fleetSize / 4, `${pages} pages for ${fleetSize} devices`)
})

test('a far page costs what its devices do where the page before is known, and is counted in an index where it is not', async () => {
  const { accountId } = server
  const listing = { accountId, at: new Date(), filter: {}, direction: 'asc', limit: 50 } as const
  const blue = await pagesRead((db) => pageDeviceKeys(db, { ...listing, from: { skip: fleetSize - 60 } }))
  assert.ok(blue < fleetSize / 100, `${blue} pages by counting`)
  const { rows } = await server.services.pool.query(
    `select device_key from device order by device_key offset ${fleetSize - 600} limit 1`,
  )
  const from = { after: rows[0].device_key }
  // A look into another table takes some pages a device.
  for (const [filter, pagesMax] of [
    [{}, 20],
    [{ status: ['compliant'] }, 20],
    [{ severity: ['no_issues'], device_type: ['other'] }, 50 * 5],
  ] as const) {
    const pages = await pagesRead((db) => pageDeviceKeys(db, { ...listing, filter: filter as DeviceFilter, from }))
    assert.ok(pages < pagesMax, `${pages} pages for ${JSON.stringify(filter)}`)
  }
})

test('Status Change 2.1 tells a whole fleet, each device once, with its addresses', async () => {
  const { devices } = await call('GET', 'v2.1/devices/status_changed')
  assert.equal(new Set(devices.map(({ hwid }: { hwid: string }) => hwid)).size, fleetSize)
  assert.equal(devices.length, fleetSize)
  assert.deepEqual(devices[0x1a2b], {
    hwid: `dev-${0x1a2b}`,
    mac_address: ['00:00:00:00:1a:2c'],
    mac_addresses: ['00:00:00:00:1a:2c'],
    status: 1,
  })
})

test('who walks numbered pages is told every device once, also where some go meanwhile', async () => {
  const page = async (number: number) => {
    const body = { filter: { device_status: ['compliant'] }, page: number, limit: 3 }
    const devices: { device_id: string }[] = await call('POST', 'v3/devices', body)
    return devices.map(({ device_id }) => device_id)
  }
  assert.deepEqual(await page(1), ['dev-1', 'dev-2', 'dev-4'])
  await server.services.pool.query(`update device set base_status = 1 where device_id in ('dev-1', 'dev-2')`)
  assert.deepEqual(await page(2), ['dev-5', 'dev-7', 'dev-8'])
  assert.deepEqual(await page(3), ['dev-10', 'dev-11', 'dev-13'])
  assert.deepEqual(await page(1), ['dev-4', 'dev-5', 'dev-7'])
  assert.deepEqual(await page(2), ['dev-8', 'dev-10', 'dev-11'])
  // Asked for again, by whoever else: as the list is now, and not where a walk has been.
  await server.services.pool.query(`update device set base_status = 0 where device_id in ('dev-1', 'dev-2')`)
  assert.deepEqual(await page(2), ['dev-5', 'dev-7', 'dev-8'])
  assert.deepEqual(await page(1), ['dev-1', 'dev-2', 'dev-4'])
})
