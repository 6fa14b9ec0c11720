import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { bearer, type EchoServer, expectError, startEchoServer } from '../../../../tests/support/echo-server.ts'

let echo: EchoServer
let base: string

before(async () => {
  echo = await startEchoServer()
  base = echo.base
  echo.addHolder('limited-a', { accountId: 7 })
  echo.addHolder('limited-b', { accountId: 7 })
  echo.addHolder('raised', { accountId: 7, rateLimit: 5 })
  echo.addHolder('other-account', { accountId: 8 })
  echo.addHolder('spoofer', { accountId: 9 })
})

after(() => echo.close())

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
  echo.addHolder('both', { accountId: 11 })
  const other = await echo.startNode()
  try {
    const statuses: number[] = []
    for (const at of [base, other.base, base, other.base]) {
      statuses.push((await fetch(`${at}/o/api/v3/echo`, { headers: bearer('both') })).status)
    }
    assert.deepEqual(statuses, [200, 200, 200, 429])
  } finally {
    await other.server.close()
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
  const trusting = await echo.startNode(['127.0.0.0/8'])
  try {
    echo.addHolder('spoofer', { accountId: 10 })
    const peer = async (forwarded: string) =>
      ((await (await get(trusting.base, forwarded)).json()) as { peer: string }).peer
    assert.equal(await peer('203.0.113.9'), '203.0.113.9')
    // What the client put in front of what the proxy saw is not believed.
    assert.equal(await peer('198.51.100.1, 203.0.113.9'), '203.0.113.9')
    assert.equal(await peer('<script>'), '127.0.0.1')
  } finally {
    await trusting.server.close()
  }
})
