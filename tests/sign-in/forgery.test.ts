import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { ConsoleClient, setUpConsole, testPassword } from '../support/console-client.ts'
import { type NativeServer, startNativeServer } from '../support/native-client.ts'

let server: NativeServer
let ada: ConsoleClient

before(async () => {
  server = await startNativeServer({ publicUrl: () => 'https://muster.example.com' })
  ada = await setUpConsole(server)
})
after(() => server?.close())

let serial = 0
const createGroup = (headers: Record<string, string | undefined>) => {
  serial += 1
  return ada.call('POST', '/groups', { name: 'New', group_id: `new-${serial}` }, headers)
}

const changes: [what: string, headers: Record<string, string | undefined>, isGood: boolean][] = [
  ['of the console', {}, true],
  ['of a host that the proxy did not rewrite', { origin: 'https://127.0.0.1' }, false],
  ['of a client that tells neither origin nor site', { origin: undefined, 'sec-fetch-site': undefined }, true],
  ['without the CSRF token', { 'x-csrf-token': undefined }, false],
  ['with a wrong CSRF token', { 'x-csrf-token': 'AAAA' }, false],
  ['of another origin', { origin: 'https://evil.example' }, false],
  ['of a sandboxed frame', { origin: 'null' }, false],
  ['of the same host without https', { origin: 'http://muster.example.com' }, false],
  ['of a subdomain', { 'sec-fetch-site': 'same-site' }, false],
  ['of another site', { 'sec-fetch-site': 'cross-site' }, false],
]

for (const [what, headers, isGood] of changes) {
  test(`a change ${what} is ${isGood ? 'carried out' : 'refused, and nothing is done'}`, async () => {
    const { status, body } = await createGroup(headers)
    const kept = await ada.call('GET', `/groups/new-${serial}`)
    if (isGood) {
      assert.deepEqual([status, kept.status], [201, 200])
    } else {
      assert.deepEqual([status, body.error.code, kept.status], [403, 'csrf_refused', 404])
    }
  })
}

test('the CSRF token of one session is of no use to another', async () => {
  const other = await new ConsoleClient(server.base, ada.origin).signIn('ada@example.com')
  assert.notEqual(other.csrfToken, ada.csrfToken)
  const { status } = await createGroup({ 'x-csrf-token': other.csrfToken })
  assert.equal(status, 403)
})

test('a look is refused where the browser says that another site asks, and allowed to the console', async () => {
  assert.equal((await ada.call('GET', '/devices')).status, 200)
  assert.equal((await ada.call('GET', '/devices', undefined, { 'sec-fetch-site': 'none' })).status, 200)
  assert.equal((await ada.call('GET', '/devices', undefined, { 'sec-fetch-site': undefined })).status, 200)
  const { status, body } = await ada.call('GET', '/devices', undefined, { 'sec-fetch-site': 'cross-site' })
  assert.deepEqual([status, body.error.code], [403, 'csrf_refused'])
})

test('no other site signs a browser in', async () => {
  const order = { email: 'ada@example.com', password: testPassword }
  for (const headers of [{ origin: 'https://evil.example' }, { 'sec-fetch-site': 'cross-site' }]) {
    const browser = new ConsoleClient(server.base, ada.origin)
    assert.equal((await browser.call('POST', '/session', order, headers)).status, 403)
    assert.equal(browser.cookie, undefined)
  }
  // A form cannot send JSON without asking first, and no origin is answered that it may.
  const form = await ada.call('POST', '/session', 'email=x', { 'content-type': 'text/plain' })
  assert.equal(form.status, 415)
  const asked = await fetch(`${server.base}/api/v1/session`, {
    method: 'OPTIONS',
    headers: { origin: 'https://evil.example' },
  })
  assert.equal(asked.headers.get('access-control-allow-origin'), null)
})

test('by https the cookie is bound to the host and to https, and no other name is taken', async () => {
  assert.match(
    ada.setCookie!,
    /^__Host-muster=mss_[\w-]{43}; Path=\/; Max-Age=604800; HttpOnly; SameSite=Strict; Secure$/,
  )
  const cookie = ada.cookie!.replace('__Host-', '')
  assert.equal((await ada.call('GET', '/session', undefined, { cookie })).status, 401)
  const twice = `${ada.cookie}; ${ada.cookie}`
  assert.equal((await ada.call('GET', '/session', undefined, { cookie: twice })).status, 401)
})

test('nothing may be shown in a frame of another page', async () => {
  const { headers } = await ada.call('GET', '/session')
  assert.match(headers.get('content-security-policy')!, /default-src 'none';frame-ancestors 'none'/)
})
