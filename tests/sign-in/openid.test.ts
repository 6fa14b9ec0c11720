import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { ConsoleClient, testPassword } from '../support/console-client.ts'
import { ProviderVisit, startOpenIdProvider, type TestOpenIdProvider } from '../support/openid-provider.ts'
import { startWholeServer, type WholeServer } from '../support/whole-server.ts'

let provider: TestOpenIdProvider
let server: WholeServer
let ada: ConsoleClient

before(async () => {
  provider = await startOpenIdProvider()
  server = await startWholeServer({
    MUSTER_OIDC_ISSUER: provider.issuer,
    MUSTER_OIDC_CLIENT_ID: provider.clientId,
    MUSTER_OIDC_CLIENT_SECRET: provider.clientSecret,
    MUSTER_OIDC_NAME: 'Example Inc.',
    MUSTER_OIDC_ROLES: 'it-admins=administrator,help-desk=operator',
  })
  provider.serve(`${server.url}/auth/oidc/callback`)
  provider.people.set('grace', { email: 'grace@example.com', name: 'Grace Hopper', groups: ['help-desk', 'staff'] })
  provider.people.set('guest', { email: 'guest@example.com', name: 'Guest', groups: ['visitors'] })
  provider.people.set('ada', { email: 'ada@example.com', name: 'Ada', groups: ['it-admins'] })
})
after(async () => {
  await server?.close()
  await provider?.close()
})

interface Visit {
  readonly browser: ConsoleClient
  /** Where the console ends up. */
  readonly location: string
  readonly callback: URL
}

/** The whole way of a browser: from the button to the provider, through its pages, and back. */
async function visit(
  login: string,
  query = '',
  browser = new ConsoleClient(server.url),
  at = new ProviderVisit(),
): Promise<Visit> {
  const started = await go(browser, `/auth/oidc/start${query}`)
  assert.equal(started.status, 302, await started.text())
  const kept = started.headers.getSetCookie()[0]!
  const callback = await at.signIn(started.headers.get('location')!, login)
  const answer = await comeBack(browser, callback, kept.split(';')[0])
  return { browser, location: answer.headers.get('location')!, callback }
}

const go = (browser: ConsoleClient, path: string) =>
  fetch(server.url + path, { redirect: 'manual', headers: browser.cookie ? { cookie: browser.cookie } : {} })

/** As a browser comes from another site: the session's cookie stays behind, the provider's comes along. */
async function comeBack(browser: ConsoleClient, callback: URL, cookie: string | undefined) {
  const headers = { 'sec-fetch-site': 'cross-site', 'user-agent': 'Test browser', ...(cookie && { cookie }) }
  const answer = await fetch(callback, { redirect: 'manual', headers })
  const session = answer.headers.getSetCookie().find((text) => text.startsWith('muster='))
  if (session) browser.cookie = session.split(';')[0]
  return answer
}

test('nobody comes in by the provider before the server is set up', async () => {
  assert.equal((await visit('ada')).location, '/sign-in?error=not_allowed')
  ada = new ConsoleClient(server.url)
  const token = server.setUpLink!.split('#token=')[1]!
  const order = { token, name: 'Ada', email: 'ada@example.com', password: testPassword }
  assert.equal((await ada.call('POST', '/setup', order)).status, 201)
  assert.deepEqual((await ada.call('GET', '/sign-in')).body.openid, { name: 'Example Inc.' })
})

test('somebody new with a group that has a role becomes a user with it, and is the same user the next time', async () => {
  const { browser, location } = await visit('grace', '?return_to=/devices?q=a%23b')
  assert.equal(location, '/devices?q=a#b')
  const { user, signed_in_by } = (await browser.call('GET', '/session')).body
  assert.deepEqual(
    [user.email, user.name, user.role, user.has_password, signed_in_by],
    ['grace@example.com', 'Grace Hopper', 'operator', false, 'openid'],
  )
  assert.equal(user.identities[0].issuer, provider.issuer)
  const again = await visit('grace')
  assert.equal((await again.browser.call('GET', '/session')).body.user.user_id, user.user_id)
})

test('a role follows the groups at the next sign-in; without a group that counts nobody comes in', async () => {
  provider.people.set('grace', { email: 'grace@example.com', groups: ['it-admins', 'help-desk'] })
  const promoted = await visit('grace')
  assert.equal((await promoted.browser.call('GET', '/session')).body.user.role, 'administrator')
  provider.people.set('grace', { email: 'grace@example.com', groups: ['staff'] })
  const refused = await visit('grace')
  assert.deepEqual([refused.location, refused.browser.cookie], ['/sign-in?error=not_allowed', undefined])
  provider.people.set('grace', { email: 'grace@example.com', groups: ['help-desk'] })
  assert.equal((await visit('guest')).location, '/sign-in?error=not_allowed')
})

test('an e-mail address alone makes nobody an existing user', async () => {
  const { location, browser } = await visit('ada')
  assert.deepEqual([location, browser.cookie], ['/sign-in?error=email_taken', undefined])
  provider.people.set('unsure', { email: 'unsure@example.com', email_verified: false, groups: ['help-desk'] })
  assert.equal((await visit('unsure')).location, '/sign-in?error=not_allowed')
})

test('who is signed in links an account of the provider, and comes in by it from then on', async () => {
  const linked = await visit('ada', '?purpose=link&return_to=/profile', ada)
  assert.equal(linked.location, '/profile')
  const { browser } = await visit('ada')
  assert.equal((await browser.call('GET', '/session')).body.user.email, 'ada@example.com')
  const other = await visit('grace', '?purpose=link', ada)
  assert.equal(other.location, '/sign-in?error=other_user')
  assert.equal((await go(new ConsoleClient(server.url), '/auth/oidc/start?purpose=link')).status, 401)
})

test('the provider confirms who sits there only by asking again, and only for the same person', async () => {
  const at = new ProviderVisit()
  const { browser } = await visit('grace', '', undefined, at)
  // The provider did not say when it asked last: that may have been yesterday.
  assert.equal((await browser.call('GET', '/session')).body.fresh_until, null)
  assert.equal((await go(browser, '/auth/oidc/start?purpose=link')).status, 403)
  assert.equal((await visit('ada', '?purpose=fresh', browser)).location, '/sign-in?error=other_user')
  assert.equal((await browser.call('GET', '/session')).body.fresh_until, null)
  const confirmed = await visit('grace', '?purpose=fresh&return_to=/users', browser, at)
  assert.equal(confirmed.location, '/users')
  assert.notEqual((await browser.call('GET', '/session')).body.fresh_until, null)
})

test('no other page, also not one beside this server, begins for somebody who is signed in', async () => {
  for (const [site, status] of [
    ['cross-site', 403],
    ['same-site', 403],
    ['same-origin', 302],
    ['none', 302],
  ] as const) {
    const headers = { cookie: ada.cookie!, 'sec-fetch-site': site }
    const started = await fetch(`${server.url}/auth/oidc/start?purpose=link`, { redirect: 'manual', headers })
    assert.equal(started.status, status, site)
  }
})

test('an answer of the provider is good once, in the browser that began, and with the state that it began with', async () => {
  const { callback } = await visit('grace')
  const fresh = new ConsoleClient(server.url)
  const strange = await comeBack(fresh, callback, undefined)
  assert.equal(strange.headers.get('location'), '/sign-in?error=openid_expired')
  const started = await go(fresh, '/auth/oidc/start')
  const cookie = started.headers.getSetCookie()[0]!
  assert.match(cookie, /^muster-openid=msc_[\w-]{43}; Path=\/auth\/oidc; Max-Age=900; HttpOnly; SameSite=Lax$/)
  // Somebody else's answer, which a victim's browser is made to bring.
  const answer = await comeBack(fresh, callback, cookie.split(';')[0])
  assert.equal(answer.headers.get('location'), '/sign-in?error=openid_failed')
  const used = await comeBack(fresh, callback, cookie.split(';')[0])
  assert.equal(used.headers.get('location'), '/sign-in?error=openid_expired')
  assert.equal(fresh.cookie, undefined)
})

test('nobody is sent to another site by a link to this one', async () => {
  for (const target of [
    'https://evil.example/',
    '//evil.example/',
    '/\\evil.example/',
    '/a/..//evil.example',
    'javascript:alert(1)',
  ]) {
    const { location } = await visit('grace', `?return_to=${encodeURIComponent(target)}`)
    assert.equal(location, '/', target)
  }
})

test('a disabled user stays out, whatever the provider says', async () => {
  const { items } = (await ada.call('GET', '/users')).body
  const grace = items.find(({ email }: { email: string }) => email === 'grace@example.com')
  await ada.call('POST', '/session/fresh', { password: testPassword })
  assert.equal((await ada.call('POST', `/users/${grace.user_id}/disable`)).status, 200)
  assert.equal((await visit('grace')).location, '/sign-in?error=disabled')
})

test('what goes wrong at the provider is logged, and no secret of the way there and back', async () => {
  const log = server.logged.join('\n')
  assert.match(log, /sign-in by the OpenID provider failed/)
  assert.ok(!log.includes(provider.clientSecret))
  assert.doesNotMatch(log, /code=(?!\*\*\*)[\w-]/)
  for (const pattern of [/mss_[\w-]{43}/, /msc_[\w-]{43}/, /msu_[\w-]{43}/, /eyJ[\w-]+\.[\w-]+\./])
    assert.doesNotMatch(log, pattern)
})
