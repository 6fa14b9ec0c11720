import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Route } from '@muster/server/route.ts'
import { wireRoutes } from '@muster/server/wire/routes.ts'
import fc from 'fast-check'
import { addTestDevices } from '../support/fleet.ts'
import { sendRaw } from '../support/raw-http.ts'
import { verifyAudit } from '../support/verify-audit.ts'
import { startWholeServer, type WholeServer } from '../support/whole-server.ts'
import { openWireClient, type WireClient } from '../support/wire-client.ts'

let server: WholeServer
let client: WireClient
let routes: Pick<Route, 'method' | 'path' | 'access'>[]

before(async () => {
  server = await startWholeServer({ MUSTER_BODY_BYTES_MAX: '65536' })
  client = await openWireClient(server)
  await addTestDevices(server.services.pool, server.accountId, [{ deviceId: 'd-1', hwid: 'HW-1', macs: [1] }])
  routes = [...wireRoutes(server.services), { method: 'POST', path: '/o/oauth/token', access: { kind: 'public' } }]
})

after(() => server.close())

/** What the wire specification names. */
const documented = new Set([400, 401, 403, 404, 405, 406, 413, 415, 422, 429])

/** Everything that a request could leave behind, as one value. */
async function readTraces(): Promise<string> {
  const { rows } = await server.services.pool.query<{ traces: string }>(
    `select jsonb_build_array(
       (select count(*) from action), (select count(*) from target), (select count(*) from device_event),
       (select count(*) from idempotency_key), (select count(*) from access_token), (select count(*) from report),
       (select jsonb_agg(to_jsonb(d) order by device_key) from device d),
       (select jsonb_agg(to_jsonb(h)) from audit_head h))::text as traces`,
  )
  return rows[0]!.traces
}

const printable = fc.string({
  unit: fc.integer({ min: 0x21, max: 0x7e }).map((code) => String.fromCharCode(code)),
  maxLength: 24,
})
const word = fc.constantFrom(
  'types',
  'ids',
  'macs',
  'opt',
  'type',
  'command_id',
  'kb',
  'id',
  'os_patch_summary',
  'device_missing_os_patch',
  'missing_os_patch',
  'limit',
  'page',
  'order',
  'age',
  'token',
  'exempt',
  'delete',
  '1',
  '',
  '__proto__',
)
const query = fc.array(fc.tuple(fc.oneof(word, printable), fc.oneof(word, printable)), { maxLength: 4 }).map((pairs) =>
  pairs
    .map((pair) => pair.join('='))
    .join('&')
    .replaceAll('#', ''),
)
const json = fc.jsonValue({ maxDepth: 3 }).map((value) => JSON.stringify(value))
const nearly = fc.record(
  {
    types: fc.oneof(word, fc.jsonValue()),
    ids: fc.jsonValue(),
    macs: fc.jsonValue(),
    MAC_list: fc.jsonValue(),
    params: fc.jsonValue(),
    opt: fc.jsonValue(),
    filter: fc.oneof(fc.jsonValue(), fc.dictionary(fc.constantFrom('os', 'group_id', 'severity', 'x'), fc.jsonValue())),
    limit: fc.oneof(fc.jsonValue(), fc.integer()),
    page: fc.oneof(fc.jsonValue(), fc.integer()),
    token: fc.jsonValue(),
    age: fc.jsonValue(),
    verbose: fc.jsonValue(),
    search: fc.jsonValue(),
    sort: fc.jsonValue(),
    username: fc.jsonValue(),
  },
  { requiredKeys: [] },
)
const body = fc.oneof(
  fc.uint8Array({ maxLength: 64 }).map((bytes) => Buffer.from(bytes)),
  fc
    .oneof(
      json,
      nearly.map((value) => JSON.stringify(value)),
      fc.tuple(json, fc.nat(40)).map(([text, cut]) => text.slice(0, cut)),
      fc.constantFrom('', '[', '['.repeat(60_000), '{"a":'.repeat(9_000), '"\\u', '1e999', 'x'.repeat(70_000)),
    )
    .map((text) => Buffer.from(text)),
)
const contentType = fc.constantFrom(
  'application/json',
  'application/json; charset=utf-16',
  'text/plain',
  'multipart/form-data',
  '',
  'a/b/c',
  '\u00ff',
)
const method = fc.constantFrom('POST', 'POST', 'GET', 'PUT', 'DELETE', 'PATCH', 'OPTIONS', 'BREW')
const lengthOff = fc.constantFrom(0, 0, 0, 0, 1, -1, 1000)

/** An answer to a request that leaves everything out is no mistake where it only reads; nor is Link User to nobody. */
const mayBeFine = ({ access, path }: (typeof routes)[number]) =>
  (access.kind === 'token' && access.scope === 'read') || path.endsWith('/link_user')

test('whatever comes to whatever address: JSON, a documented 4xx with a request id, nothing touched', async () => {
  const before = await readTraces()
  const seen = new Map<number, number>()
  const request = fc.record({
    place: fc.nat(),
    method,
    query,
    body,
    contentType,
    lengthOff,
    value: printable,
    authorised: fc.integer({ min: 0, max: 9 }),
  })
  // What chance alone may leave out: a body too large for its route, and a report of no command.
  const plain = { query: '', contentType: 'application/json', lengthOff: 0, value: 'x', authorised: 1 }
  const placeOf = (end: string) => routes.findIndex(({ path }) => path.endsWith(end))
  const rareOnes = [
    { ...plain, place: placeOf('/oauth/token'), method: 'POST', body: Buffer.from('x'.repeat(70_000)) },
    {
      ...plain,
      place: placeOf('/get_reports'),
      method: 'GET',
      query: 'type=agent_log&command_id=1',
      body: Buffer.from(''),
    },
  ]
  await fc.assert(
    fc.asyncProperty(request, async (asked) => {
      const route = routes[asked.place % routes.length]!
      const path = route.path.replace(/:\w+/, encodeURIComponent(asked.value || 'x'))
      const authorization = asked.authorised > 0 ? `Bearer ${client.token}` : `Bearer ${asked.value}`
      const head = [
        `${asked.method} ${path}${asked.query === '' ? '' : `?${asked.query}`} HTTP/1.1`,
        'Host: muster',
        'Connection: close',
        `Authorization: ${authorization}`,
        ...(asked.contentType === '' ? [] : [`Content-Type: ${asked.contentType}`]),
        `Content-Length: ${Math.max(0, asked.body.length + asked.lengthOff)}`,
      ].join('\r\n')
      const answer = await sendRaw(server.url, Buffer.concat([Buffer.from(`${head}\r\n\r\n`, 'latin1'), asked.body]), {
        breakOff: asked.lengthOff > 0,
      })
      // A client that broke off its own request is not there for the answer.
      if (answer === undefined && asked.lengthOff > 0) return
      assert.ok(answer !== undefined, `no answer to ${head}`)
      seen.set(answer.status, (seen.get(answer.status) ?? 0) + 1)
      if (answer.status === 200 && mayBeFine(route)) return void JSON.parse(answer.body || '{}')
      assert.ok(documented.has(answer.status), `${answer.status} to ${head}: ${answer.body}`)
      const parsed = JSON.parse(answer.body) as { error: unknown; request_id?: string }
      const detail = parsed.error as { code: string; message: string; request_id: string } | string
      assert.match(typeof detail === 'string' ? `${parsed.request_id ?? ''}${detail}` : detail.request_id, /./)
      assert.doesNotMatch(answer.body, /\bat .*[.][tj]s:\d+|node:internal|select |insert /)
      assert.ok(!answer.body.includes(client.token))
    }),
    { numRuns: Number(process.env.MUSTER_PROPERTY_RUNS ?? 700), examples: rareOnes.map((one) => [one]) },
  )
  // The net is wide enough to be worth casting.
  for (const status of [400, 401, 404, 405, 413, 415]) assert.ok(seen.has(status), `no ${status} came up`)
  assert.equal(await readTraces(), before)
})

test('what is no HTTP at all is answered with a JSON 4xx or closed, and the server lives on', async () => {
  const before = await readTraces()
  const path = '/o/api/v3.3/devices/action'
  const authorised = `Host: x\r\nConnection: close\r\nAuthorization: Bearer ${client.token}\r\nContent-Type: application/json\r\n`
  const valid = '{"types":"delete","ids":["d-1"]}'
  for (const [text, expected] of [
    [`POST ${path} HTTP/1.1\r\n${authorised}Content-Length: 5\r\nContent-Length: ${valid.length}\r\n\r\n${valid}`, 400],
    [
      `POST ${path} HTTP/1.1\r\n${authorised}Content-Length: ${valid.length}\r\nTransfer-Encoding: chunked\r\n\r\n${valid}`,
      400,
    ],
    [`POST ${path} HTTP/1.1\r\n${authorised}Transfer-Encoding: chunked\r\n\r\nZZ\r\n${valid}\r\n0\r\n\r\n`, 400],
    [`POST ${path} HTTP/1.1\r\n${authorised}Content-Length: -1\r\n\r\n${valid}`, 400],
    [`POST ${path} HTTP/1.1\r\n${authorised}Content-Length: ${valid.length + 50}\r\n\r\n${valid}`, undefined],
    [`POST ${path} HTTP/1.1\r\n${authorised}X: ${'y'.repeat(40_000)}\r\n\r\n`, 431],
    [`POST ${path} HTTP/9.9\r\n${authorised}\r\n${valid}`, 400],
    [`POST ${path}\r\n\r\n`, 401],
    [`POST /o/api/%zz/devices HTTP/1.1\r\n${authorised}Connection: close\r\n\r\n`, 400],
    ['\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03', 400],
    [`\0\0\0\0`, 400],
  ] as const) {
    // Nobody waits for the answer to half a body.
    const breakOff = expected === undefined
    const answer = await sendRaw(server.url, Buffer.from(text, 'latin1'), { breakOff })
    if (breakOff) continue
    assert.equal(answer?.status, expected, text.slice(0, 200))
    assert.ok((JSON.parse(answer!.body) as { error: unknown }).error)
  }
  assert.equal(await readTraces(), before)
  assert.equal((await fetch(`${server.url}/healthz`)).status, 200)
})

test('no internal failure was logged meanwhile, and the audit chain verifies', async () => {
  assert.deepEqual(
    server.logged.filter((line) => /^\{"level":[56]0/.test(line)),
    [],
  )
  await verifyAudit(server)
})
