import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { actionTypes } from '@muster/core/action/types/index.ts'
import { scanAreas } from '@muster/core/action/types/scan-threats.ts'
import fc from 'fast-check'
import { addTestDevices } from '../../../../tests/support/fleet.ts'
import { startTestHttpServer, type TestClient, type TestHttpServer } from '../../../../tests/support/http-server.ts'
import { wireRoutes } from './routes.ts'

let server: TestHttpServer
let client: TestClient
let token: string
const strangers: string[] = []

before(async () => {
  server = await startTestHttpServer(wireRoutes, { targetsMax: 5 })
  await addTestDevices(server.services.pool, server.accountId, [
    { deviceId: 'd-1', hwid: 'HW-1', macs: [1] },
    { deviceId: 'd-2', hwid: 'HW-2', macs: [2] },
  ])
  client = await server.addClient()
  token = await server.getToken(client)
})

after(() => server.close())

const v3 = [
  '/o/api/v3/devices/action',
  '/o/api/v3.1/devices/action',
  '/o/api/v3.2/devices/action',
  '/o/api/v3.3/devices/action',
]
const v2 = ['/o/api/v2/devices/action', '/o/api/v2/devices/delete']

const post = (path: string, body: string, contentType = 'application/json', as = token) =>
  fetch(`${server.base}${path}?access_token=${as}`, { method: 'POST', headers: { 'content-type': contentType }, body })

/** Everything that an action could leave behind, as one value. */
async function readTraces(): Promise<string> {
  const { rows } = await server.services.pool.query<{ traces: string }>(
    `select jsonb_build_array(
       (select count(*) from action), (select count(*) from target), (select count(*) from audit_entry),
       (select count(*) from device_event), (select count(*) from idempotency_key),
       (select jsonb_agg(to_jsonb(d) order by device_key) from device d))::text as traces`,
  )
  return rows[0]!.traces
}

async function expectRefusal(answer: Response, status: number): Promise<void> {
  const text = await answer.text()
  assert.equal(answer.status, status, text)
  const { error } = JSON.parse(text) as {
    error: { code: string; message: string; errors: unknown[]; request_id: string }
  }
  assert.equal(error.request_id, answer.headers.get('x-request-id'))
  assert.ok(Array.isArray(error.errors))
  assert.doesNotMatch(text, /\.ts\b|\bat [\w.]+ \(|node:internal|select |insert /)
  assert.doesNotMatch(text, new RegExp(token))
}

/** Values of every kind but an integer in range, a plain string or a list of strings. */
const wrong = fc.oneof(
  fc.constantFrom(null, true, false, '', ' ', '0', -1, 0.5, 1e21, 65_000, {}, [], [null], [[]], [{}], ['d-1', 1]),
  fc.dictionary(fc.constantFrom('__proto__', 'length', '0', 'toString', 'a'), fc.jsonValue(), {
    noNullPrototype: true,
  }),
)
const wrongList = wrong.filter(
  (value) => !(Array.isArray(value) && value.length > 0 && value.every((item) => typeof item === 'string')),
)
const words = new Set<unknown>(actionTypes.map(({ name }) => name))
const wrongWord = fc
  .oneof(wrong, fc.string(), fc.constantFrom('explode', 'EXEMPT', 'exempt ', 'constructor'))
  .filter((word) => !words.has(word))
const list = fc.constantFrom(['d-1'], ['d-1', 'd-2', 'nobody'])

/** Bodies of Device Action 3 that have one thing wrong with them. */
const spoiltV3 = fc.oneof(
  wrong,
  fc.record({ types: wrongWord, ids: list }),
  fc.record({ ids: list }),
  fc.record({ types: fc.constant('exempt') }),
  fc.record({ types: fc.constant('exempt'), ids: list, macs: list }),
  fc.record({ types: fc.constant('delete'), ids: wrongList }),
  fc.record({ types: fc.constant('delete'), macs: wrongList }),
  fc.record({ types: fc.constant('delete'), ids: fc.array(fc.string(), { minLength: 6, maxLength: 9 }) }),
  fc.record({ types: fc.constant('exempt'), ids: list, params: wrong.filter((value) => !isPlainObject(value)) }),
  fc.record({ types: fc.constant('exempt'), ids: list, params: fc.record({ exempt_time: wrong }) }),
  fc.record({
    types: fc.constant('assign_to_group'),
    ids: list,
    params: fc.record({ group_id: wrong.filter((value) => typeof value !== 'string' || value === '') }),
  }),
)

function isPlainObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

const spoiltV2 = fc.oneof(
  fc.record({ types: fc.constant('unexempt') }),
  fc.record({ types: fc.constant('unexempt'), MAC_list: list, HWID_list: list }),
  fc.record({ types: fc.constant('unexempt'), HWID_list: wrongList }),
  fc.record({ types: fc.constant('unexempt'), MAC_list: list, opt: fc.constantFrom(3, -1, null, 'x', [0], true) }),
)

test('a spoilt body of Device Action 3 is a 400, and nothing is touched', async () => {
  const before = await readTraces()
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...v3), spoiltV3, async (path, body) =>
      expectRefusal(await post(path, JSON.stringify(body)), 400),
    ),
    { numRuns: 400 },
  )
  assert.equal(await readTraces(), before)
})

test('a spoilt body of version 2.0 is a 400, and nothing is touched', async () => {
  const before = await readTraces()
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...v2), spoiltV2, async (path, body) =>
      expectRefusal(await post(path, JSON.stringify(body)), 400),
    ),
    { numRuns: 200 },
  )
  assert.equal(await readTraces(), before)
})

test('text that is not JSON is a 400 wherever JSON is read, and nothing is touched', async () => {
  const before = await readTraces()
  const notJson = fc.string({ unit: 'binary' }).filter((text) => {
    try {
      return typeof JSON.parse(text) !== 'object'
    } catch {
      return true
    }
  })
  const paths = fc.constantFrom(...v3, ...v2, '/o/api/v3.3/logs')
  await fc.assert(
    fc.asyncProperty(paths, notJson, async (path, text) => {
      // An empty body is a request for the newest logs.
      if (!(text === '' && path.endsWith('logs'))) await expectRefusal(await post(path, text), 400)
    }),
    { numRuns: 200 },
  )
  assert.equal(await readTraces(), before)
})

test('a body of another media type is a 415, a method too many a 405, a strange address a 404', async () => {
  const before = await readTraces()
  const body = JSON.stringify({ types: 'delete', ids: ['d-1'] })
  for (const path of v3) {
    await expectRefusal(await post(path, body, 'text/plain'), 415)
    await expectRefusal(await post(path, body, 'application/x-www-form-urlencoded'), 415)
    for (const method of ['GET', 'PUT', 'DELETE', 'PATCH']) {
      const answer = await fetch(`${server.base}${path}?access_token=${token}`, { method })
      assert.equal(answer.headers.get('allow'), 'POST')
      await expectRefusal(answer, 405)
    }
  }
  for (const path of [
    '/o/api/v3.4/devices/action',
    '/o/api/v1/devices/action',
    '/o/api//v3.1/devices/action',
    '/o/api/v3.1/devices/action/d-1',
    '/o/api',
  ]) {
    await expectRefusal(await post(path, body), 404)
  }
  assert.equal(await readTraces(), before)
})

test('without a good token nothing is touched, whatever the body', async () => {
  const before = await readTraces()
  const body = JSON.stringify({ types: 'delete', ids: ['d-1'] })
  const wrongTokens = [
    '',
    'nonsense',
    `${token}x`,
    token.toUpperCase() === token ? 'x' : token.toUpperCase(),
    client.clientSecret,
  ]
  for (const wrongToken of wrongTokens) {
    strangers.push(wrongToken)
    const answer = await post(v3[1]!, body, 'application/json', wrongToken)
    assert.equal(answer.status, 401)
    assert.equal(((await answer.json()) as { error: string }).error, 'invalid_token')
  }
  assert.equal(await readTraces(), before)
})

test('a hostile identifier is only an identifier', async () => {
  const hostile = [
    "' or 1=1 --",
    '\u0000',
    'd-1\nd-2',
    '\\',
    '{d-1}',
    '%',
    'd-_',
    '\ud800',
    'x'.repeat(10_000),
    '../x',
    '{"a":1}',
    'D-1',
    ' d-1',
  ]
  const before = await server.services.pool.query('select * from device order by device_key')
  for (const identifier of hostile) {
    for (const by of ['ids', 'macs']) {
      const answer = await post(v3[2]!, JSON.stringify({ types: 'delete', [by]: [identifier] }))
      assert.equal(answer.status, 200)
      assert.deepEqual(await answer.json(), [{ id: identifier, status: 0, command_id: '' }])
    }
    const inPath = encodeURIComponent(identifier.slice(0, 200).toWellFormed())
    await expectRefusal(await post(`/o/api/v2/devices/${inPath}/delete`, ''), 404)
  }
  const after = await server.services.pool.query('select * from device order by device_key')
  assert.deepEqual(after.rows, before.rows)
})

test('a group whose name no group can have is an unknown group', async () => {
  const before = await server.services.pool.query('select group_key from device order by device_key')
  for (const group_id of ['\u0000', 'default\u0000', 'a\nb', '\ud800', '\u007f']) {
    const body = { types: 'assign_to_group', ids: ['d-1'], params: { group_id } }
    const answer = await post(v3[3]!, JSON.stringify(body))
    assert.equal(answer.status, 200)
    const [{ id, status }] = (await answer.json()) as [{ id: string; status: number }]
    assert.deepEqual([id, status], ['d-1', 0])
  }
  const after = await server.services.pool.query('select group_key from device order by device_key')
  assert.deepEqual(after.rows, before.rows)
})

test('text that no database stores is a 400 with a sentence', async () => {
  const before = await readTraces()
  for (const version of ['v3.1', 'v3.2', 'v3.3']) {
    const body = JSON.stringify({ filter: { events: ['added', '\u0000'] } })
    await expectRefusal(await post(`/o/api/${version}/logs`, body), 400)
  }
  for (const path of ['/tmp/\u0000', '/tmp/\ud800']) {
    const params = { full_scan: 0, scan_types: [scanAreas.indexOf('path')], path }
    await expectRefusal(await post(v3[3]!, JSON.stringify({ types: 'scan_threats', ids: ['d-1'], params })), 400)
  }
  assert.equal(await readTraces(), before)
})

test('a path to scan that is not absolute is a 400 and not left to each device', async () => {
  const scan = (path: string) => {
    const params = { full_scan: 0, scan_types: [scanAreas.indexOf('path')], path }
    return post(v3[3]!, JSON.stringify({ types: 'scan_threats', ids: ['d-1'], params }))
  }
  for (const path of ['home', './home', '../etc', '~', 'C:', 'C:Users', '\\Users', '%TEMP%']) {
    await expectRefusal(await scan(path), 400)
  }
  for (const path of ['/', '/home', 'C:\\', 'd:/data', '\\\\server\\share'])
    assert.equal((await scan(path)).status, 200)
})

test('no token, no secret and no stack trace reached the log', () => {
  const text = server.logged.join('\n')
  assert.ok(server.logged.length > 800)
  for (const secret of [token, client.clientSecret, ...strangers.filter((each) => each.length > 8)]) {
    assert.ok(!text.includes(secret), 'a secret is in the log')
  }
  assert.doesNotMatch(text, /"stack"|"level":50/)
})
