import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
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
  echo.addHolder('other')
})

after(() => echo.close())

test('a token in the header, in the URL, or the same in both lets in; two different ones are a 400', async () => {
  const url = `${base}/o/api/v3/echo`
  assert.equal((await fetch(url, { headers: bearer('reader') })).status, 200)
  assert.equal((await fetch(url, { headers: { authorization: 'bEARER  reader' } })).status, 200)
  assert.equal((await fetch(`${url}?access_token=reader`)).status, 200)
  assert.equal((await fetch(`${url}?access_token=reader`, { headers: bearer('reader') })).status, 200)
  assert.equal((await fetch(`${url}?access_token=reader&access_token=reader`)).status, 200)
  await expectError(await fetch(`${url}?access_token=reader`, { headers: bearer('other') }), 400, 'invalid_request')
  await expectError(await fetch(`${url}?access_token=reader&access_token=other`), 400, 'invalid_request')
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
  const from = echo.logged.length
  for (const path of paths) {
    const answer = await fetch(base + path)
    assert.doesNotMatch(await answer.text(), new RegExp(secret))
    assert.equal(answer.headers.get('referrer-policy'), 'no-referrer')
  }
  await fetch(`${base}/boom?access_token=${secret}`, { headers: bearer(secret) })
  const lines = echo.logged.slice(from)
  assert.ok(lines.length >= paths.length)
  assert.ok(lines.some((line) => line.includes('"url":"/o/api/v3/echo?access_token=***"')))
  assert.doesNotMatch(lines.join('\n'), new RegExp(secret))
})
