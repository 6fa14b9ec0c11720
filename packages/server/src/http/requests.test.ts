import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { gzipSync } from 'node:zlib'
import {
  bearer,
  type EchoServer,
  expectError,
  jsonPost,
  startEchoServer,
} from '../../../../tests/support/echo-server.ts'

let echo: EchoServer
let base: string

before(async () => {
  echo = await startEchoServer()
  base = echo.base
})

after(() => echo.close())

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

test('an address of the vendor’s is the same with a slash too many at either end, and with a parameter said twice', async () => {
  for (const path of ['/o/api/v3/echo/', '//o/api/v3/echo', '///o/api/v3/echo//']) {
    const answer = await fetch(`${base}${path}?a=1&a=1&b=1&b=2`, jsonPost('{}'))
    const { query } = (await answer.json()) as { query: unknown }
    assert.deepEqual([answer.status, query], [200, { a: '1', b: ['1', '2'] }], path)
  }
  for (const path of ['/o/api//v3/echo', '/refuse/', '//refuse', '/o/', '/o//?', '//']) {
    await expectError(await fetch(`${base}${path}`), 404, 'not_found')
  }
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
  await expectError(await fetch(`${base}/o/api/v3/echo`, jsonPost(`"${'x'.repeat(1_000_000)}"`)), 413, 'too_large')
  const json = await fetch(
    `${base}/o/api/v3/echo`,
    jsonPost('\ufeff{}', { 'content-type': 'Application/JSON; charset=utf-8' }),
  )
  assert.equal(json.status, 200)
})

test('a body that is packed is a 415 that says so, and is not read as if it were plain', async () => {
  const post = (encoding: string, body: string | Buffer) =>
    fetch(`${base}/o/api/v3/echo`, jsonPost(body, { 'content-encoding': encoding }))
  for (const encoding of ['gzip', 'deflate', 'br', 'nonsense', 'identity, gzip']) {
    for (const body of ['{}', gzipSync('{}')]) {
      const answer = await post(encoding, body)
      assert.equal(answer.headers.get('accept-encoding'), 'identity')
      assert.match((await expectError(answer, 415, 'unsupported_media_type')).message, /Content-Encoding/)
    }
  }
  assert.equal((await post('Identity', '{}')).status, 200)
})

test('a public route takes no more than 256 KiB, one of OAuth no more than 16 KiB', async () => {
  const post = (path: string, bytes: number) => fetch(`${base}/public/${path}`, jsonPost(`"${'x'.repeat(bytes - 2)}"`))
  assert.equal((await post('echo', 256 * 1024)).status, 200)
  await expectError(await post('echo', 256 * 1024 + 1), 413, 'too_large')
  assert.equal((await post('oauth', 16 * 1024)).status, 200)
  assert.equal((await post('oauth', 16 * 1024 + 1)).status, 413)
})

test('a list that is all wrong is told by its first elements, one that is wrong far back by its name at most', async () => {
  const post = (tags: unknown[]) => fetch(`${base}/api/v1/things/1`, jsonPost(JSON.stringify({ name: 'x', tags })))
  const { errors } = await expectError(await post(new Array(400_000).fill(1)), 400, 'invalid_request')
  assert.deepEqual(errors[0], { field: 'tags.0', message: 'must be string' })
  assert.ok(errors.length <= 20)
  const late = await expectError(await post([...new Array(100_000).fill('x'), 1]), 400, 'invalid_request')
  assert.deepEqual(late.errors, [{ field: 'body', message: 'is not valid' }])
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
    echo.logged.some(
      (line) => line.includes('the secret reason') && line.includes(id!) && line.includes('echo-server.ts'),
    ),
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
