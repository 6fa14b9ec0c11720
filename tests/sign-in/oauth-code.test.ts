import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { applyRetention } from '@muster/server/jobs/retention.ts'
import { ConsoleClient, setUpConsole, testPassword } from '../support/console-client.ts'
import { createCall, type NativeServer, startNativeServer } from '../support/native-client.ts'
import { agree, makePkce, press, visit } from '../support/oauth-browser.ts'

let server: NativeServer
let ada: ConsoleClient
let now = new Date('2026-03-01T10:00:00Z')

interface App {
  readonly app_id: string
  readonly client_id: string
  readonly client_secret: string | null
}
let portal: App
let desktop: App

const portalUri = 'https://portal.example.com/back?tab=1'
const desktopUri = 'http://127.0.0.1:8123/back'

before(async () => {
  server = await startNativeServer({ now: () => now })
  ada = await setUpConsole(server)
  portal = await register({ name: 'Portal <b>', redirect_uris: [portalUri] })
  desktop = await register({ name: 'Desktop', redirect_uris: [desktopUri], client_type: 'public', scopes: ['read'] })
})
after(() => server?.close())

async function register(order: object): Promise<App> {
  const { status, body, text } = await server.call('POST', '/applications', order)
  assert.equal(status, 201, text)
  return body
}

const later = (seconds: number) => {
  now = new Date(now.getTime() + seconds * 1000)
}

const request = (app: App, redirectUri: string, more: Record<string, string> = {}) => ({
  response_type: 'code',
  client_id: app.client_id,
  redirect_uri: redirectUri,
  state: 'a state & more',
  ...more,
})

interface Answer {
  readonly status: number
  // biome-ignore lint/suspicious/noExplicitAny: tests look into whatever comes
  readonly body: any
}

async function ask(path: string, parts: Record<string, string>, method = 'POST'): Promise<Answer> {
  const form = new URLSearchParams(parts)
  const address = `${server.base}/o/oauth/${path}`
  const answer = await (method === 'GET' ? fetch(`${address}?${form}`) : fetch(address, { method, body: form }))
  assert.equal(answer.headers.get('cache-control'), 'no-store')
  return { status: answer.status, body: await answer.json() }
}

const secretOf = ({ client_id, client_secret }: App) => ({ client_id, ...(client_secret && { client_secret }) })

const exchange = (app: App, code: string, redirectUri: string, more: Record<string, string> = {}) =>
  ask('token', { grant_type: 'authorization_code', code, redirect_uri: redirectUri, ...secretOf(app), ...more })

const renew = (app: App, token: string, more: Record<string, string> = {}, method = 'POST') =>
  ask('token', { grant_type: 'refresh_token', refresh_token: token, ...secretOf(app), ...more }, method)

const codeFor = async (browser: ConsoleClient, more: Record<string, string> = {}) =>
  (await agree(browser, request(portal, portalUri, more))).searchParams.get('code')!

const tokensFor = async (browser: ConsoleClient, more: Record<string, string> = {}) =>
  (await exchange(portal, await codeFor(browser, more), portalUri)).body

const works = async (token: string) => (await createCall(server.base, token)('GET', '/account')).status === 200

async function join(email: string, role: string) {
  const { body } = await ada.call('POST', '/users', { email, name: 'Somebody', role })
  const browser = new ConsoleClient(server.base)
  const order = { token: body.invitation_link.split('#token=')[1], password: testPassword }
  assert.equal((await browser.call('POST', '/invitations/accept', order)).status, 200)
  return { id: body.user_id as string, browser }
}

async function expectRefusal(answer: Promise<Answer>, error: string, status = 400): Promise<void> {
  const { status: given, body } = await answer
  assert.deepEqual([given, body.error], [status, error], JSON.stringify(body))
  // RFC 6749 §5.2 allows no other characters.
  assert.match(body.error_description, /^[ !#-[\]-~]+$/)
}

test('a user agrees once, and the application acts for him with a code, an access token and a refresh token', async () => {
  const page = await visit(ada, request(portal, portalUri))
  const html = await page.text()
  assert.equal(page.status, 200)
  assert.match(html, /Portal &lt;b&gt;/)
  assert.match(html, /ada@example\.com/)
  assert.doesNotMatch(html, /<script|Portal <b>/)
  const policy = page.headers.get('content-security-policy')!
  assert.match(policy, /default-src 'none'.*form-action 'self' https:\/\/portal\.example\.com;.*frame-ancestors 'none'/)
  assert.equal(page.headers.get('x-frame-options'), 'DENY')
  assert.equal(page.headers.get('cache-control'), 'no-store')
  const back = await press(ada, html, 'allow')
  assert.equal(back.status, 303)
  const location = new URL(back.headers.get('location')!)
  assert.ok(location.href.startsWith(`${portalUri}&`))
  assert.equal(location.searchParams.get('state'), 'a state & more')
  assert.equal(location.searchParams.get('iss'), 'http://127.0.0.1:7300')
  const { status, body } = await exchange(portal, location.searchParams.get('code')!, portalUri)
  assert.equal(status, 200)
  assert.deepEqual(
    { ...body, access_token: typeof body.access_token, refresh_token: body.refresh_token.slice(0, 4) },
    {
      access_token: 'string',
      token_type: 'bearer',
      expires_in: 43_200,
      refresh_token: 'mrt_',
      scope: 'read actions',
      client_id: portal.client_id,
    },
  )
  const order = { type: 'exempt', devices: { ids: ['nobody'] } }
  const action = (await createCall(server.base, body.access_token)('POST', '/actions', order)).body
  const shown = (await ada.call('GET', `/actions/${action.action_id}`)).body
  assert.deepEqual([shown.user, shown.application.name], ['ada@example.com', 'Portal <b>'])
  const { rows } = await server.services.pool.query<{ content: string }>(
    `select content from audit_entry where action_id = $1`,
    [action.action_id],
  )
  const entry = JSON.parse(rows[0]!.content)
  assert.deepEqual([entry.user, entry.application.id], ['ada@example.com', portal.app_id])
  assert.equal((await visit(ada, request(portal, portalUri))).status, 303)
})

test('a request that is not the registered application’s ends on a page, and goes nowhere', async () => {
  for (const more of [
    { redirect_uri: 'https://portal.example.com/back?tab=2' },
    { redirect_uri: `${portalUri}&x=1` },
    { redirect_uri: 'https://portal.example.com.evil.example/back?tab=1' },
    { redirect_uri: '' },
    { client_id: 'UNKNOWN' },
    { client_id: '\0' },
  ]) {
    const answer = await visit(ada, request(portal, portalUri, more))
    assert.deepEqual([answer.status, answer.headers.get('location')], [400, null], JSON.stringify(more))
    assert.match(answer.headers.get('content-type')!, /^text\/html/)
  }
})

for (const [what, more, error, app] of [
  ['another response type', { response_type: 'token' }, 'unsupported_response_type', 'portal'],
  ['no response type', { response_type: '' }, 'invalid_request', 'portal'],
  ['a response mode that nobody registered', { response_mode: 'fragment' }, 'invalid_request', 'portal'],
  ['a scope that the application has not', { scope: 'read admin' }, 'invalid_scope', 'portal'],
  ['a plain challenge', { code_challenge: 'a'.repeat(43) }, 'invalid_request', 'portal'],
  ['no challenge of a public application', {}, 'invalid_request', 'desktop'],
  [
    'a challenge that is none',
    { code_challenge: 'short', code_challenge_method: 'S256' },
    'invalid_request',
    'desktop',
  ],
] as const) {
  test(`the application is told of ${what}, with its state`, async () => {
    const asked = app === 'portal' ? request(portal, portalUri, more) : request(desktop, desktopUri, more)
    const { searchParams } = new URL((await visit(ada, asked)).headers.get('location')!)
    assert.deepEqual([searchParams.get('error'), searchParams.get('state')], [error, 'a state & more'])
    assert.equal(searchParams.get('iss'), 'http://127.0.0.1:7300')
  })
}

test('who is not signed in signs in first and comes back; a link of another site finds who is signed in', async () => {
  const nobody = new ConsoleClient(server.base)
  const sent = (await visit(nobody, request(portal, portalUri))).headers.get('location')!
  const way = new URL(sent, server.base)
  assert.equal(way.pathname, '/sign-in')
  const again = new URL(way.searchParams.get('return_to')!, server.base)
  assert.equal(again.pathname, '/o/oauth/authorize')
  assert.deepEqual(Object.fromEntries(again.searchParams), request(portal, portalUri))
  const hop = await visit(nobody, request(portal, portalUri), { 'sec-fetch-site': 'cross-site' })
  const target = /http-equiv="refresh" content="0;url=([^"]+)"/.exec(await hop.text())![1]!.replaceAll('&amp;', '&')
  assert.deepEqual(Object.fromEntries(new URL(target, server.base).searchParams), request(portal, portalUri))
})

test('the answer counts only by a form of this session; No is told to the application', async () => {
  const { browser } = await join('careful@example.com', 'operator')
  const html = await (await visit(browser, request(portal, portalUri))).text()
  assert.equal((await press(browser, html, 'allow', { csrfToken: ada.csrfToken! })).status, 403)
  const evil = { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }
  assert.equal((await press(browser, html, 'allow', { headers: evil })).status, 403)
  const refused = new URL((await press(browser, html, 'deny')).headers.get('location')!)
  assert.equal(refused.searchParams.get('error'), 'access_denied')
  assert.equal((await visit(browser, request(portal, portalUri))).status, 200)
})

test('a code is good for its client, its redirect address and its verifier, for a minute', async () => {
  const { verifier, challenge } = makePkce()
  const pkce = { code_challenge: challenge, code_challenge_method: 'S256' }
  await expectRefusal(exchange(portal, await codeFor(ada, pkce), portalUri), 'invalid_grant')
  const other = { code_verifier: makePkce().verifier }
  await expectRefusal(exchange(portal, await codeFor(ada, pkce), portalUri, other), 'invalid_grant')
  await expectRefusal(exchange(portal, await codeFor(ada), portalUri, { code_verifier: verifier }), 'invalid_grant')
  await expectRefusal(exchange(portal, await codeFor(ada), desktopUri), 'invalid_grant')
  await expectRefusal(exchange(portal, 'mac_unknown', portalUri), 'invalid_grant')
  await expectRefusal(
    exchange({ ...portal, client_secret: null }, await codeFor(ada), portalUri),
    'invalid_client',
    401,
  )
  const late = await codeFor(ada)
  later(60)
  await expectRefusal(exchange(portal, late, portalUri), 'invalid_grant')
  const stranger = await register({ name: 'Stranger', redirect_uris: [portalUri] })
  const code = await codeFor(ada, pkce)
  await expectRefusal(exchange(stranger, code, portalUri, { code_verifier: verifier }), 'invalid_grant')
  assert.equal((await exchange(portal, code, portalUri, { code_verifier: verifier })).status, 200)
})

test('a code that comes twice ends the tokens that were made from it', async () => {
  const code = await codeFor(ada)
  const { body } = await exchange(portal, code, portalUri)
  assert.ok(await works(body.access_token))
  await expectRefusal(exchange(portal, code, portalUri), 'invalid_grant')
  assert.equal(await works(body.access_token), false)
  await expectRefusal(renew(portal, body.refresh_token), 'invalid_grant')
})

test('a public application uses PKCE instead of a secret, is asked for each time, and gets no token of its own', async () => {
  const { verifier, challenge } = makePkce()
  const asked = request(desktop, desktopUri, { code_challenge: challenge, code_challenge_method: 'S256' })
  const code = (await agree(ada, asked)).searchParams.get('code')!
  const { body } = await exchange(desktop, code, desktopUri, { code_verifier: verifier })
  assert.equal(body.scope, 'read')
  const next = await renew(desktop, body.refresh_token)
  assert.ok(await works(next.body.access_token))
  assert.equal((await visit(ada, asked)).status, 200)
  const own = { grant_type: 'client_credentials', client_id: desktop.client_id }
  await expectRefusal(ask('token', own), 'invalid_client', 401)
  await expectRefusal(renew({ ...desktop, client_secret: 'any' }, next.body.refresh_token), 'invalid_client', 401)
  await expectRefusal(ask('introspect', { ...secretOf(desktop), token: body.access_token }), 'invalid_client', 401)
})

test('a refresh token is replaced at each use, by GET as by POST, and may ask for less', async () => {
  const first = await tokensFor(ada)
  const second = (await renew(portal, first.refresh_token, {}, 'GET')).body
  assert.notEqual(second.refresh_token, first.refresh_token)
  assert.ok((await works(second.access_token)) && (await works(first.access_token)))
  const third = (await renew(portal, second.refresh_token, { scope: 'read' })).body
  assert.equal(third.scope, 'read')
  const order = { type: 'exempt', devices: { ids: ['nobody'] } }
  assert.equal((await createCall(server.base, third.access_token)('POST', '/actions', order)).status, 403)
  await expectRefusal(renew(portal, third.refresh_token, { scope: 'read actions:exempt admin' }), 'invalid_scope')
  assert.equal((await renew(portal, third.refresh_token)).body.scope, 'read actions')
})

test('a lost answer is given again for ten seconds, until the new token was used', async () => {
  const first = await tokensFor(ada)
  const [second, same] = await Promise.all([renew(portal, first.refresh_token), renew(portal, first.refresh_token)])
  assert.equal(second.body.refresh_token, same.body.refresh_token)
  assert.ok((await works(second.body.access_token)) && (await works(same.body.access_token)))
  later(10)
  assert.equal((await renew(portal, first.refresh_token)).body.refresh_token, second.body.refresh_token)
  const third = (await renew(portal, second.body.refresh_token)).body
  await expectRefusal(renew(portal, first.refresh_token), 'invalid_grant')
  await expectRefusal(renew(portal, third.refresh_token), 'invalid_grant')
  assert.equal(await works(third.access_token), false)
})

test('an old refresh token ends the whole family, and the audit log tells why', async () => {
  const first = await tokensFor(ada)
  const second = (await renew(portal, first.refresh_token)).body
  later(11)
  await expectRefusal(renew(portal, first.refresh_token), 'invalid_grant')
  await expectRefusal(renew(portal, second.refresh_token), 'invalid_grant')
  assert.equal(await works(second.access_token), false)
  const { rows } = await server.services.pool.query<{ content: string }>(
    `select content from audit_entry where event = 'token.refused' order by sequence desc limit 1`,
  )
  const { user, details } = JSON.parse(rows[0]!.content)
  assert.deepEqual([user, details.reason], ['ada@example.com', 'refresh_token_reused'])
})

test('a refresh token that is not used expires, and nothing is kept of it', async () => {
  const { browser } = await join('idle@example.com', 'viewer')
  const { refresh_token: token } = await tokensFor(browser)
  later(2_592_000)
  await expectRefusal(renew(portal, token), 'invalid_grant')
  later(2 * 86_400)
  await applyRetention(server.services)
  for (const table of ['token_family', 'authorization_code', 'refresh_token', 'access_token']) {
    const { rows } = await server.services.pool.query(`select count(*)::integer as left from ${table}`)
    assert.equal(rows[0].left, 0, table)
  }
})
