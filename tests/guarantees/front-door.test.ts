import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { openSocket } from '../fleet/support/fake-agent.ts'
import { waitUntil } from '../support/embedded-server.ts'
import { addTestAccount, addTestDevices } from '../support/fleet.ts'
import { startRestartableServer } from '../support/restartable-server.ts'
import { findFault, verifyAudit } from '../support/verify-audit.ts'
import { openSidePool, startWholeServer, type WholeServer } from '../support/whole-server.ts'
import { deviceAction, openWireClient, readJson, type WireClient } from '../support/wire-client.ts'

let server: WholeServer
let client: WireClient

before(async () => {
  server = await startWholeServer()
  client = await openWireClient(server)
  const { pool } = server.services
  await addTestDevices(pool, server.accountId, [{ deviceId: 'own', hwid: 'HW-own', macs: [1] }])
  const other = await addTestAccount(pool, 'other')
  await addTestDevices(pool, other, [{ deviceId: 'foreign', hwid: 'HW-foreign', macs: [2] }])
})

after(() => server.close())

test('a device of another account answers as one that is not there, by every name it has; the others proceed', async () => {
  for (const types of ['exempt', 'fetch_agent_log', 'assign_to_group', 'delete']) {
    const ids = ['foreign', 'nobody', 'HW-foreign', 'own']
    const entries = await client.act({ types, ids })
    assert.deepEqual(
      entries.map(({ id, status, command_id }) => [id, status, command_id !== '']),
      [...ids.slice(0, 3).map((id) => [id, 0, false]), ['own', 1, types === 'fetch_agent_log']],
    )
    const byMac = await client.act({ types, macs: ['000000000002', '000000000003'] })
    assert.deepEqual(
      byMac.map(({ status, command_id }) => [status, command_id]),
      [
        [0, ''],
        [0, ''],
      ],
    )
  }
  const { rows } = await server.services.pool.query(
    `select exempt_until, removed_at, generation from device where device_id = 'foreign'`,
  )
  assert.deepEqual(rows, [{ exempt_until: null, removed_at: null, generation: 1 }])
  const own = await client.post('/o/api/v2/devices/HW-nobody/delete?opt=1', {})
  const foreign = await client.post('/o/api/v2/devices/HW-foreign/delete?opt=1', {})
  const withoutId = async (answer: Response) => (await answer.text()).replace(/"request_id":"[^"]*"/, '')
  assert.equal(foreign.status, 404)
  assert.equal(await withoutId(foreign), await withoutId(own))
})

const forwarded = (address: string) => ({
  'x-forwarded-for': address,
  forwarded: `for=${address}`,
  'x-real-ip': address,
  'cf-connecting-ip': address,
  'true-client-ip': address,
  'x-client-ip': address,
})

test('a spoofed X-Forwarded-For changes neither the rate-limit key nor the audit address; a trusted proxy’s does', async () => {
  for (const [trusted, expectedPeer] of [
    ['', '127.0.0.1'],
    ['127.0.0.0/8', '203.0.113.7'],
  ] as const) {
    const own = await startWholeServer({ MUSTER_TRUSTED_PROXIES: trusted, MUSTER_RATE_LIMIT: '3' })
    try {
      const { post } = await openWireClient(own)
      const statuses: number[] = []
      for (const address of ['203.0.113.4', '203.0.113.5', '203.0.113.7', '203.0.113.8']) {
        const answer = await post(deviceAction, { types: 'exempt', ids: ['nobody'] }, forwarded(address))
        statuses.push(answer.status)
        await answer.text()
      }
      assert.deepEqual(statuses, [200, 200, 200, 429])
      const applied = (await verifyAudit(own)).filter(({ event }) => event === 'action.applied')
      assert.equal(applied.at(-1)!.peer, expectedPeer)
    } finally {
      await own.close()
    }
  }
})

test('a page of another site does nothing: cookies are no proof, nobody is allowed across, no socket opens', async () => {
  const site = { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }
  const cookies = { cookie: `access_token=${client.token}; session=${server.operatorToken}; token=${client.token}` }
  const before = (await verifyAudit(server)).length
  for (const path of [deviceAction, '/api/v1/actions', '/api/v1/applications', '/o/api/v2/devices/delete']) {
    // What a form can send, and what a script can send without asking first.
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'application/json']) {
      const answer = await fetch(server.url + path, {
        method: 'POST',
        headers: { 'content-type': type, ...site, ...cookies },
        body: JSON.stringify({ types: 'delete', ids: ['own'] }),
      })
      await answer.text()
      assert.equal(answer.status, 401)
      assert.equal(answer.headers.get('access-control-allow-origin'), null)
      assert.equal(answer.headers.get('set-cookie'), null)
    }
    const preflight = await fetch(server.url + path, {
      method: 'OPTIONS',
      headers: { ...site, 'access-control-request-method': 'POST', 'access-control-request-headers': 'authorization' },
    })
    await preflight.text()
    assert.equal(preflight.status, 405)
    assert.equal(preflight.headers.get('access-control-allow-headers'), null)
  }
  await assert.rejects(openSocket(server.url, { ...site, ...cookies }), /403/)
  assert.equal((await verifyAudit(server)).length, before)
})

test('SIGTERM lets a slow request finish: it is answered with 200, nobody new is let in, and the exit code is 0', async () => {
  const own = await startRestartableServer()
  const side = openSidePool(own.databaseUrl!)
  try {
    const { post } = await openWireClient(own)
    const holder = await side.connect()
    await holder.query('begin; lock table device in access exclusive mode')
    const slow = post(deviceAction, { types: 'exempt', ids: ['nobody'] })
    await waitUntil('the request waits for the database', async () => {
      const { rows } = await side.query(
        `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
      )
      return rows.length > 0
    })
    const ended = own.kill('SIGTERM')
    await waitUntil('new connections are refused', () =>
      fetch(`${own.url}/healthz`, { headers: { connection: 'close' } }).then(
        () => false,
        () => true,
      ),
    )
    await holder.query('commit')
    holder.release()
    const entries = await readJson<{ status: number }[]>(await slow, 200)
    assert.deepEqual(
      entries.map(({ status }) => status),
      [0],
    )
    assert.equal(await ended, 0)
    const { rows } = await side.query<{ count: number }>('select count(*)::integer as count from action')
    assert.equal(rows[0]!.count, 1)
    assert.doesNotMatch(own.output(), /"level":"(error|fatal)"/)
  } finally {
    await side.end()
    await own.close()
  }
})

test('the audit chain verifies, and any one changed byte of its contents or hashes would be found', async () => {
  const { rows } = await server.services.pool.query<{ sequence: string; content: string; hash: Buffer }>(
    'select sequence, content, hash from audit_entry where account_id = $1 order by sequence',
    [server.accountId],
  )
  const entries = rows.map(({ sequence, content, hash }) => ({
    sequence: Number(sequence),
    content,
    hash: hash.toString('hex'),
  }))
  assert.equal(findFault(entries), undefined)
  for (const [index, entry] of entries.entries()) {
    for (const key of ['content', 'hash'] as const) {
      const place = (index * 31) % entry[key].length
      const other = entry[key][place] === '0' ? '1' : '0'
      const text = entry[key].slice(0, place) + other + entry[key].slice(place + 1)
      assert.match(
        findFault(entries.with(index, { ...entry, [key]: text })) ?? '',
        new RegExp(`^entry ${entry.sequence}:`),
      )
    }
  }
})
