import assert from 'node:assert/strict'
import { request as httpRequest } from 'node:http'
import { connect } from 'node:net'
import { after, before, test } from 'node:test'
import type { Pool } from 'pg'
import pino from 'pino'
import { Type } from 'typebox'
import { createTestDatabase } from '../../../../tests/support/database.ts'
import { openDatabase } from '../db/pool.ts'
import { createRateLimiter } from '../db/rate-limit/create-rate-limiter.ts'
import { Refusal } from '../refusal.ts'
import type { Route } from '../route.ts'
import type { TokenHolder } from '../token-holder.ts'
import { createHttpServer, type HttpServer } from './create-http-server.ts'

const holders = new Map<string, TokenHolder>()
function addHolder(token: string, holder: Partial<TokenHolder>): void {
  const application = { id: `app-of-${token}`, name: token }
  holders.set(token, {
    accountId: 1,
    application,
    scopes: ['read'],
    tokenId: `id-${token}`,
    rateLimit: undefined,
    ...holder,
  })
}
addHolder('reader', { rateLimit: 100_000 })
addHolder('limited-a', { accountId: 7 })
addHolder('limited-b', { accountId: 7 })
addHolder('raised', { accountId: 7, rateLimit: 5 })
addHolder('other-account', { accountId: 8 })
addHolder('spoofer', { accountId: 9 })

const wire = { kind: 'token', scope: 'read', rateLimit: 'echo', api: 'wire' } as const
let release: () => void
let entered: Promise<void>
let noteEntered: () => void
const held = () => {
  entered = new Promise((resolve) => {
    noteEntered = resolve
  })
  return new Promise<void>((resolve) => {
    release = resolve
  })
}
let hold: Promise<void>

const routes: Route[] = [
  {
    method: 'POST',
    path: '/o/api/v3/echo',
    access: wire,
    handle: async ({ body, query, caller, idempotent }) => ({
      status: 200,
      body: { body: body ?? null, query, caller, idempotent: idempotent ?? null },
    }),
  },
  {
    method: 'GET',
    path: '/o/api/v3/echo',
    access: wire,
    handle: async ({ caller }) => ({ status: 200, body: caller }),
  },
  {
    method: 'POST',
    path: '/o/api/v3/act',
    access: { ...wire, scope: 'actions' },
    handle: async () => ({ status: 200, body: {} }),
  },
  {
    method: 'POST',
    path: '/api/v1/things/:id',
    access: { kind: 'token', scope: 'read' },
    params: Type.Object({ id: Type.String({ maxLength: 8 }) }),
    query: Type.Object({ limit: Type.Integer({ minimum: 1, default: 10 }) }, { additionalProperties: false }),
    body: Type.Object(
      { name: Type.String(), tags: Type.Optional(Type.Array(Type.String())) },
      { additionalProperties: false },
    ),
    handle: async ({ params, query, body, caller }) => ({ status: 200, body: { params, query, body, caller } }),
  },
  {
    method: 'GET',
    path: '/boom',
    access: { kind: 'public' },
    handle: async () => {
      throw new Error('the secret reason')
    },
  },
  {
    method: 'GET',
    path: '/refuse',
    access: { kind: 'public' },
    handle: async () => {
      throw new Refusal('conflict', 'Not now.')
    },
  },
  {
    method: 'GET',
    path: '/held',
    access: { kind: 'public' },
    handle: async () => {
      noteEntered()
      await hold
      return { status: 200, body: { held: true } }
    },
  },
]

const logged: string[] = []
const log = pino({ level: 'info' }, { write: (line: string) => void logged.push(line) })
let pool: Pool
let database: Awaited<ReturnType<typeof createTestDatabase>>
let server: HttpServer
let base: string

const start = async (trustedProxies: string[] = []) => {
  const made = await createHttpServer({
    services: { log },
    routes,
    settings: { bodyBytesMax: 100_000, trustedProxies, rateLimitPerMinute: 3 },
    authenticate: async (token) => holders.get(token),
    consumeRateLimit: createRateLimiter(pool),
  })
  const { port } = await made.listen('127.0.0.1', 0)
  return { made, base: `http://127.0.0.1:${port}` }
}

before(async () => {
  database = await createTestDatabase()
  pool = await openDatabase(database.url)
  ;({ made: server, base } = await start())
})

after(async () => {
  await server.close()
  await pool.end()
  await database.drop()
})

const bearer = (token: string) => ({ authorization: `Bearer ${token}` })
const jsonPost = (body: string | Buffer, headers: Record<string, string> = {}) => ({
  method: 'POST',
  headers: { 'content-type': 'application/json', ...bearer('reader'), ...headers },
  body: body as NonNullable<RequestInit['body']>,
})

async function expectError(
  answer: Response,
  status: number,
  code: string,
): Promise<{ message: string; errors: { field: string; message: string }[] }> {
  const body = (await answer.json()) as { error: { code: string; message: string; errors: []; request_id: string } }
  assert.equal(answer.status, status, JSON.stringify(body))
  assert.equal(body.error.code, code)
  assert.equal(body.error.request_id, answer.headers.get('x-request-id'))
  assert.doesNotMatch(JSON.stringify(body), /\bat .*\.[jt]s/)
  return body.error
}

test('every answer carries a request id; a short plain one of the client is taken over, any other is not', async () => {
  const get = async (sent?: string) =>
    (await fetch(`${base}/refuse`, { headers: sent === undefined ? {} : { 'x-request-id': sent } })).headers.get(
      'x-request-id',
    )
  assert.match((await get()) ?? '', /^[0-9a-f-]{36}$/)
  assert.equal(await get('job-42.b_1'), 'job-42.b_1')
  assert.match((await get('x'.repeat(65))) ?? '', /^[0-9a-f-]{36}$/)
  assert.match((await get('a b')) ?? '', /^[0-9a-f-]{36}$/)
})

test('an unknown address is a JSON 404, and another method of a known one a 405 with Allow', async () => {
  await expectError(await fetch(`${base}/nowhere`), 404, 'not_found')
  await expectError(await fetch(`${base}/nowhere`, { method: 'POST', body: 'x'.repeat(10) }), 404, 'not_found')
  for (const method of ['PUT', 'DELETE', 'OPTIONS', 'PROPFIND']) {
    const answer = await fetch(`${base}/o/api/v3/echo?access_token=reader`, { method })
    assert.equal(answer.headers.get('allow'), 'GET, HEAD, POST')
    await expectError(answer, 405, 'method_not_allowed')
  }
  await expectError(await fetch(`${base}/%zz`), 400, 'invalid_request')
})

test('HEAD answers as GET would, without the body', async () => {
  const answer = await fetch(`${base}/o/api/v3/echo`, { method: 'HEAD', headers: bearer('reader') })
  assert.equal(answer.status, 200)
  assert.equal(await answer.text(), '')
})

test('JSON that is broken is a 400 that names the place and quotes nothing', async () => {
  const error = await expectError(
    await fetch(`${base}/o/api/v3/echo`, jsonPost('{\n "pass": "geheim" oops}')),
    400,
    'invalid_request',
  )
  assert.match(error.message, /line 2, column 19/)
  assert.doesNotMatch(JSON.stringify(error), /geheim|oops/)
  await expectError(
    await fetch(`${base}/o/api/v3/echo`, jsonPost(Buffer.from([0x22, 0xff, 0x22]))),
    400,
    'invalid_request',
  )
})

test('a __proto__ key poisons no prototype', async () => {
  const answer = await fetch(
    `${base}/o/api/v3/echo`,
    jsonPost('{"__proto__": {"polluted": 1}, "constructor": {"prototype": {"polluted": 1}}}'),
  )
  assert.equal(answer.status, 200)
  assert.equal(({} as { polluted?: number }).polluted, undefined)
})

test('a body that is not JSON is a 415, and one that is too large a 413', async () => {
  for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'application/xml', 'nonsense']) {
    await expectError(
      await fetch(`${base}/o/api/v3/echo`, jsonPost('{}', { 'content-type': type })),
      415,
      'unsupported_media_type',
    )
  }
  await expectError(await fetch(`${base}/o/api/v3/echo`, jsonPost(`"${'x'.repeat(100_000)}"`)), 413, 'too_large')
  const json = await fetch(
    `${base}/o/api/v3/echo`,
    jsonPost('\ufeff{}', { 'content-type': 'Application/JSON; charset=utf-8' }),
  )
  assert.equal(json.status, 200)
})

test('a token in the header, in the URL, or the same in both lets in; two different ones are a 400', async () => {
  const url = `${base}/o/api/v3/echo`
  assert.equal((await fetch(url, { headers: bearer('reader') })).status, 200)
  assert.equal((await fetch(url, { headers: { authorization: 'bEARER  reader' } })).status, 200)
  assert.equal((await fetch(`${url}?access_token=reader`)).status, 200)
  assert.equal((await fetch(`${url}?access_token=reader`, { headers: bearer('reader') })).status, 200)
  assert.equal((await fetch(`${url}?access_token=reader&access_token=reader`)).status, 200)
  await expectError(await fetch(`${url}?access_token=reader`, { headers: bearer('raised') }), 400, 'invalid_request')
  await expectError(await fetch(`${url}?access_token=reader&access_token=raised`), 400, 'invalid_request')
})

test('a missing or bad token is a 401 with a challenge, in the form of each API', async () => {
  for (const token of ['', '?access_token=', '?access_token=wrong', '?access_token[]=reader']) {
    const answer = await fetch(`${base}/o/api/v3/echo${token}`)
    assert.equal(answer.status, 401)
    assert.match(answer.headers.get('www-authenticate') ?? '', /^Bearer/)
    const body = (await answer.json()) as Record<string, unknown>
    assert.equal(body.error, 'invalid_token')
    assert.equal(typeof body.error_description, 'string')
  }
  const native = await fetch(`${base}/api/v1/things/1`, { method: 'POST', headers: bearer('wrong') })
  assert.match(native.headers.get('www-authenticate') ?? '', /error="invalid_token"/)
  await expectError(native, 401, 'invalid_token')
  await expectError(
    await fetch(`${base}/api/v1/things/1?access_token=reader`, { method: 'POST' }),
    401,
    'invalid_token',
  )
})

test('a token without the scope is a 403', async () => {
  await expectError(await fetch(`${base}/o/api/v3/act`, jsonPost('{}')), 403, 'insufficient_scope')
})

test('an application is oauth_api on the wire and native_api elsewhere', async () => {
  const onWire = (await (await fetch(`${base}/o/api/v3/echo`, { headers: bearer('reader') })).json()) as {
    channel: string
  }
  assert.equal(onWire.channel, 'oauth_api')
  const native = await (await fetch(`${base}/api/v1/things/1`, jsonPost('{"name": "x"}'))).json()
  assert.equal((native as { caller: { channel: string } }).caller.channel, 'native_api')
})

test('what a schema says is checked field by field, and its defaults are filled in', async () => {
  const post = (path: string, body: string) => fetch(`${base}/api/v1/things/${path}`, jsonPost(body))
  const good = (await (await post('1', '{"name": "x"}')).json()) as { query: unknown; body: unknown }
  assert.deepEqual(good.query, { limit: 10 })
  assert.deepEqual(good.body, { name: 'x' })
  const fields = async (path: string, body: string) =>
    (await expectError(await post(path, body), 400, 'invalid_request')).errors.map(
      ({ field, message }) => `${field} ${message}`,
    )
  assert.deepEqual(await fields('1', '{"name": 1, "tags": ["a", 2], "more": 3}'), [
    'more is not known here',
    'name must be string',
    'tags.1 must be string',
  ])
  assert.deepEqual(await fields('1', '{}'), ['name is missing'])
  assert.deepEqual(await fields('1', '[]'), ['body must be object'])
  assert.deepEqual(await fields('1?limit=0', '{"name": "x"}'), ['limit must be >= 1'])
  assert.deepEqual(await fields('1?limit=1.5', '{"name": "x"}'), ['limit must be integer'])
  assert.deepEqual(await fields('1?limit=1&limit=2', '{"name": "x"}'), ['limit must be integer'])
  assert.deepEqual(await fields('1?page=2', '{"name": "x"}'), ['page is not known here'])
  assert.deepEqual(await fields('123456789', '{"name": "x"}'), ['id must not have more than 8 characters'])
})

test('a failure inside is a 500 with the request id, its reason in the log alone', async () => {
  const answer = await fetch(`${base}/boom`)
  const id = answer.headers.get('x-request-id')
  const error = await expectError(answer, 500, 'internal')
  assert.doesNotMatch(JSON.stringify(error), /secret reason/)
  assert.ok(
    logged.some((line) => line.includes('the secret reason') && line.includes(id!) && line.includes('http.test.ts')),
  )
})

test('an Idempotency-Key comes with a fingerprint of method, address and body, but not of the token', async () => {
  type Echo = { idempotent: { key: string; fingerprint: string } | null }
  const send = async (query: string, body: string, headers: Record<string, string>) =>
    ((await (await fetch(`${base}/o/api/v3/echo${query}`, jsonPost(body, headers))).json()) as Echo).idempotent
  const first = await send('?a=1&b=2', '{}', { 'idempotency-key': 'k 1' })
  assert.equal(first?.key, 'k 1')
  assert.deepEqual(await send('?b=2&access_token=reader&a=1', '{}', { 'idempotency-key': 'k 1' }), first)
  assert.notEqual((await send('?a=1', '{}', { 'idempotency-key': 'k 1' }))?.fingerprint, first?.fingerprint)
  assert.notEqual((await send('?a=1&b=2', '{ }', { 'idempotency-key': 'k 1' }))?.fingerprint, first?.fingerprint)
  assert.equal(await send('', '{}', {}), null)
  for (const key of ['', 'x'.repeat(256), 'ü']) {
    await expectError(
      await fetch(`${base}/o/api/v3/echo`, jsonPost('{}', { 'idempotency-key': key })),
      400,
      'invalid_request',
    )
  }
})

test('requests are counted per account and API, over all its applications; one with its own limit is apart', async () => {
  const get = (token: string) => fetch(`${base}/o/api/v3/echo`, { headers: bearer(token) })
  const first = await get('limited-a')
  assert.equal(first.headers.get('x-ratelimit-limit'), '3')
  assert.equal(first.headers.get('x-ratelimit-remaining'), '2')
  const reset = Number(first.headers.get('x-ratelimit-reset-time'))
  assert.ok(reset > 0 && reset <= 60)
  assert.equal(first.headers.get('ratelimit-policy'), '"echo";q=3;w=60')
  assert.match(first.headers.get('ratelimit') ?? '', /^"echo";r=2;t=\d+$/)
  // One that ends in a 400 counts too.
  assert.equal(
    (
      await fetch(`${base}/o/api/v3/echo?access_token=limited-b`, {
        method: 'POST',
        body: '{',
        headers: { 'content-type': 'application/json' },
      })
    ).status,
    400,
  )
  assert.equal((await get('limited-a')).status, 200)
  const over = await get('limited-b')
  assert.ok(Number(over.headers.get('retry-after')) > 0)
  assert.equal(over.headers.get('x-ratelimit-remaining'), '0')
  await expectError(over, 429, 'rate_limited')
  assert.equal((await get('other-account')).status, 200)
  assert.equal((await get('raised')).headers.get('x-ratelimit-limit'), '5')
})

test('several nodes share the count', async () => {
  addHolder('both', { accountId: 11 })
  const other = await start()
  try {
    const statuses: number[] = []
    for (const at of [base, other.base, base, other.base]) {
      statuses.push((await fetch(`${at}/o/api/v3/echo`, { headers: bearer('both') })).status)
    }
    assert.deepEqual(statuses, [200, 200, 200, 429])
  } finally {
    await other.made.close()
  }
})

test('a spoofed X-Forwarded-For changes neither the count nor the address; one of a trusted proxy is believed', async () => {
  const get = (at: string, forwarded: string) =>
    fetch(`${at}/o/api/v3/echo`, {
      headers: { ...bearer('spoofer'), 'x-forwarded-for': forwarded, 'x-real-ip': forwarded },
    })
  const answers = []
  for (const address of ['203.0.113.1', '203.0.113.2', '203.0.113.3', '203.0.113.4'])
    answers.push(await get(base, address))
  assert.deepEqual(
    answers.map(({ status }) => status),
    [200, 200, 200, 429],
  )
  assert.equal(((await answers[0]!.json()) as { peer: string }).peer, '127.0.0.1')
  const trusting = await start(['127.0.0.0/8'])
  try {
    addHolder('spoofer', { accountId: 10 })
    const peer = async (forwarded: string) =>
      ((await (await get(trusting.base, forwarded)).json()) as { peer: string }).peer
    assert.equal(await peer('203.0.113.9'), '203.0.113.9')
    // What the client put in front of what the proxy saw is not believed.
    assert.equal(await peer('198.51.100.1, 203.0.113.9'), '203.0.113.9')
    assert.equal(await peer('<script>'), '127.0.0.1')
  } finally {
    await trusting.made.close()
  }
})

test('no log line and no error body holds a token or a secret, wherever in the URL it stands', async () => {
  const secret = 'S3CR3TTOKEN'
  const paths = [
    `/o/api/v3/echo?access_token=${secret}`,
    `/o/api/v3/echo?access%5Ftoken=${secret}`,
    `/o/api/v3/echo?x=1;access_token=${secret}`,
    `/o/api/v3/echo?x=access_token%3D${secret}`,
    `/o/api/v3/echo&access_token=${secret}`,
    `/nowhere?client_secret=${secret}&refresh_token=${secret}&code=${secret}`,
    `/nowhere/access_token=${secret}/x`,
    `/o/api/v3/%zz?access_token=${secret}`,
  ]
  const from = logged.length
  for (const path of paths) {
    const answer = await fetch(base + path)
    assert.doesNotMatch(await answer.text(), new RegExp(secret))
    assert.equal(answer.headers.get('referrer-policy'), 'no-referrer')
  }
  await fetch(`${base}/boom?access_token=${secret}`, { headers: bearer(secret) })
  const lines = logged.slice(from)
  assert.ok(lines.length >= paths.length)
  assert.ok(lines.some((line) => line.includes('"url":"/o/api/v3/echo?access_token=***"')))
  assert.doesNotMatch(lines.join('\n'), new RegExp(secret))
})

test('what is not HTTP is a JSON 400, and the server lives on', async () => {
  const { port } = new URL(base)
  const text = await new Promise<string>((resolve, reject) => {
    let received = ''
    const socket = connect(Number(port), '127.0.0.1', () => socket.write('NONSENSE\r\n\r\n'))
    socket.setEncoding('utf8').on('data', (chunk: string) => {
      received += chunk
    })
    socket.on('end', () => resolve(received)).on('error', reject)
  })
  assert.match(text, /^HTTP\/1\.1 400 [\s\S]*"code":"invalid_request"/)
  assert.equal((await fetch(`${base}/refuse`)).status, 409)
})

test('close lets a request in flight finish and refuses new connections', async () => {
  const { made, base: at } = await start()
  hold = held()
  const inFlight = fetch(`${at}/held`)
  await entered
  const closed = made.close()
  const refused = await new Promise((resolve) => {
    const probe = () =>
      httpRequest(`${at}/refuse`, { agent: false })
        .on('response', (answer) => answer.resume().on('end', () => setImmediate(probe)))
        .on('error', (error: NodeJS.ErrnoException) => resolve(error.code))
        .end()
    probe()
  })
  assert.equal(refused, 'ECONNREFUSED')
  release()
  const answer = await inFlight
  assert.equal(answer.status, 200)
  assert.equal(answer.headers.get('connection'), 'close')
  assert.deepEqual(await answer.json(), { held: true })
  await closed
})
