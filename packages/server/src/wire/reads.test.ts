import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { addTestAccount, addTestDevices } from '../../../../tests/support/fleet.ts'
import { startTestHttpServer, type TestHttpServer } from '../../../../tests/support/http-server.ts'
import { logStatements } from '../../../../tests/support/statement-log.ts'
import { wireRoutes } from './routes.ts'

const devices = 60
const begin = Date.parse('2026-05-01T00:00:00Z')

let now = begin
let server: TestHttpServer
let token: string

before(async () => {
  server = await startTestHttpServer(wireRoutes, { now: () => new Date(now) })
  await addTestDevices(
    server.services.pool,
    server.accountId,
    Array.from({ length: devices }, (_, index) => ({
      deviceId: `d-${index}`,
      hwid: `HW-${index}`,
      macs: [index + 1],
      // The last one added enrolled first.
      enrolledAt: new Date(begin - 90 * 86_400_000 - index * 1000).toISOString(),
    })),
  )
  token = await server.getToken(await server.addClient())
})

after(() => server?.close())

// biome-ignore lint/suspicious/noExplicitAny: tests look into whatever comes
type Answer = { readonly status: number; readonly body: any; readonly headers: Headers }

async function call(method: 'GET' | 'POST', path: string, body?: object, as = token): Promise<Answer> {
  const answer = await fetch(`${server.base}/o/api/${path}`, {
    method,
    headers: { authorization: `Bearer ${as}`, 'content-type': 'application/json' },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
  return { status: answer.status, body: await answer.json(), headers: answer.headers }
}

const details = async (id: string) => (await call('GET', `v2.1/devices/${id}`)).body

test('a walk by token meets each device once, the oldest enrolment first, while others enrol', async () => {
  const seen: string[] = []
  let next: string | undefined
  do {
    const { body } = await call('POST', 'v3.7/devices', { limit: 7, ...(next && { token: next }) })
    seen.push(...body.devices.map(({ device_id }: { device_id: string }) => device_id))
    if (next === undefined) {
      const enrolledAt = new Date(begin).toISOString()
      await addTestDevices(server.services.pool, server.accountId, [{ deviceId: 'late', hwid: 'HW-late', enrolledAt }])
    }
    next = body.next_token
  } while (next !== '')
  assert.deepEqual(seen, [...Array.from({ length: devices }, (_, index) => `d-${devices - 1 - index}`), 'late'])
})

test('a page of fifty takes as many statements as a page of one', async () => {
  const statements = logStatements(server.services.pool)
  const calls: ((limit: number) => Promise<Answer>)[] = [
    (limit) => call('GET', `v2.1/devices?limit=${limit}`),
    (limit) => call('POST', 'v3.3/devices', { limit, filter: { os: ['linux'], agent_status: ['unseen'] } }),
    (limit) => call('POST', 'v3.5/devices', { limit }),
    (limit) => call('POST', 'v3.5/devices/detail', { ids: Array.from({ length: limit }, (_, index) => `d-${index}`) }),
    (limit) =>
      call('POST', 'v2/devices/policy_check', { HWID_list: Array.from({ length: limit }, (_, at) => `HW-${at}`) }),
    (limit) => call('POST', 'v3/devices/status_changed', { limit }),
  ]
  for (const ask of calls) {
    const cost = async (limit: number) => {
      statements.take()
      assert.equal((await ask(limit)).status, 200)
      return statements.take().filter((name) => name !== 'find-token').length
    }
    await cost(1)
    const one = await cost(1)
    assert.ok(one >= 1 && one <= 4, `${ask}: ${one}`)
    assert.equal(await cost(50), one)
  }
})

test('nothing of another account is listed, found, counted, linked or told as changed', async () => {
  const accountId = await addTestAccount(server.services.pool, 'other')
  const other = await server.getToken(await server.addClient({ accountId }))
  const none = async (method: 'GET' | 'POST', path: string, body?: object) =>
    (await call(method, path, body, other)).body
  assert.deepEqual(await none('GET', 'v2.1/devices?limit=50'), [])
  assert.deepEqual(await none('POST', 'v3/devices', { limit: 50 }), [])
  assert.deepEqual(await none('POST', 'v3.7/devices'), { next_token: '', devices: [] })
  assert.deepEqual(await none('POST', 'v3.5/devices/detail', { ids: ['d-1', 'HW-1', '000000000002'] }), [])
  assert.equal((await call('GET', 'v2.1/devices/000000000002?opt=1', undefined, other)).status, 404)
  assert.deepEqual(await none('POST', 'v2/devices/policy_check', { HWID_list: ['HW-1'] }), [{ status: 2 }])
  assert.deepEqual(await none('GET', 'v2.1/devices/status_changed'), { devices: [] })
  assert.equal((await none('GET', 'v3.1/account')).devices_used, 0)
  assert.equal((await none('POST', 'v3/groups'))[0].number_of_devices, 0)
  assert.equal((await none('POST', 'v2/devices/HW-1/link_user?opt=1', { username: 'eve' })).result, 0)
})

test('issues count as long as they are there; an exempted device answers as one that complies', async () => {
  await server.services.pool.query(
    `update device set base_status = 1, critical_issues = 2, warning_issues = 1 where device_id = 'd-1'`,
  )
  const open = await details('HW-1')
  assert.deepEqual(
    [open.status, open.critical_issue, open.total_issue, open.total_critical_issue, open.exempt],
    [1, 1, 3, 2, 0],
  )
  assert.equal((await call('POST', 'v3/devices/action', { types: 'exempt', ids: ['d-1'] })).status, 200)
  const exempt = await details('HW-1')
  assert.deepEqual(
    [exempt.status, exempt.critical_issue, exempt.total_issue, exempt.total_critical_issue, exempt.exempt],
    [0, 0, 3, 2, 1],
  )
  const [whole] = (await call('POST', 'v3.5/devices/detail', { ids: ['d-1'] })).body
  assert.deepEqual([whole.status, whole.severity, whole.issue.total_warning_issue], ['exempted', 'critical', 1])
  const account = (await call('GET', 'v2/account')).body
  assert.deepEqual([account.devices_uncompliant, account.devices_critical, account.devices_issues], [0, 1, 1])
  const critical = (await call('POST', 'v3.3/devices', { limit: 50, filter: { severity: ['critical'] } })).body
  assert.deepEqual(
    critical.map(({ device_id }: { device_id: string }) => device_id),
    ['d-1'],
  )
})

test('what may have changed a status is told for as long as was asked: judgments, exemptions, enrolments, deletions', async () => {
  now += 10 * 86_400_000
  token = await server.getToken(await server.addClient())
  const { pool } = server.services
  const changed = async (age: number) =>
    (await call('GET', `v2.1/devices/status_changed?age=${age}`)).body.devices.map(
      ({ hwid, status }: { hwid: string; status: number }) => `${hwid} ${status}`,
    )
  assert.deepEqual(await changed(86_400), [])
  await pool.query(
    `insert into device_event (account_id, event_id, device_key, occurred_at, event)
     select $1, gen_random_uuid(), device_key, $2, 'non_compliant' from device where device_id = 'd-2'`,
    [server.accountId, new Date(now - 1000)],
  )
  await pool.query(`update device set base_status = 1 where device_id = 'd-2'`)
  await call('POST', 'v3/devices/action', { types: 'exempt', ids: ['d-3'] })
  await call('POST', 'v3/devices/action', { types: 'dhcprenew', ids: ['d-5'] })
  await call('POST', 'v3/devices/action', { types: 'delete', ids: ['d-4'] })
  now += 60_000
  assert.deepEqual(await changed(3600), ['HW-2 1', 'HW-3 0', 'HW-4 2'])
  assert.deepEqual(await changed(30), [])
})

test('the owner and the licence of an account, and what a device’s user answered, are told where there are any', async () => {
  const { pool } = server.services
  const keys = ['email', 'last_login', 'devices_allowed']
  const account = async (version: string) => {
    const { body } = await call(version === 'v3.2' ? 'POST' : 'GET', `${version}/account`)
    return keys.map((key) => body[key])
  }
  assert.deepEqual(await account('v3.1'), [undefined, undefined, undefined])
  await pool.query(
    `insert into app_user (account_id, user_id, email, name, role, created_at, last_sign_in_at)
     values ($1, gen_random_uuid(), 'ada@example.com', 'Ada', 'administrator', now(), '2026-01-02T03:04:05.9Z')`,
    [server.accountId],
  )
  await pool.query('update account set devices_allowed = 500 where account_id = $1', [server.accountId])
  await pool.query(`update device_record set user_identity = '{"Room": "7"}' where hwid = 'HW-7'`)
  for (const version of ['v2', 'v3', 'v3.1', 'v3.2']) {
    assert.deepEqual(await account(version), ['ada@example.com', '2026-01-02T03:04:05Z', 500])
  }
  for (const version of ['v3.1', 'v3.5']) {
    const [device] = (await call('POST', `${version}/devices/detail`, { ids: ['d-7'] })).body
    assert.deepEqual(device.user_identity, { Room: '7' })
  }
})

test('a link needs more than the right to read, is in the audit log without the user, and goes with the device', async () => {
  const reader = await server.getToken(await server.addClient({ scopes: ['read'] }))
  const link = (as: string) => call('POST', 'v2/devices/HW-6/link_user?opt=1', { username: 'ada lovelace' }, as)
  assert.equal((await link(reader)).status, 403)
  assert.equal((await link(token)).body.result, 1)
  const { rows } = await server.services.pool.query<{ content: string }>(
    `select content from audit_entry where event = 'device.user_linked'`,
  )
  assert.equal(rows.length, 1)
  assert.doesNotMatch(rows[0]!.content, /lovelace/)
  const links = async () => (await server.services.pool.query('select from device_link')).rows.length
  assert.equal(await links(), 1)
  await call('POST', 'v3/devices/action', { types: 'delete', ids: ['d-6'] })
  assert.equal(await links(), 0)
  const doer = await server.getToken(await server.addClient({ scopes: ['actions'] }))
  assert.equal((await call('GET', 'v2.1/devices', undefined, doer)).status, 403)
})
