import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import * as client from 'openid-client'
import { connect, enrolFake } from '../fleet/support/fake-agent.ts'
import { ConsoleClient, testPassword } from '../support/console-client.ts'
import { createCall } from '../support/native-client.ts'
import { agree, visit } from '../support/oauth-browser.ts'
import { startWholeServer, type WholeServer } from '../support/whole-server.ts'

let server: WholeServer
let ada: ConsoleClient

const redirectUri = 'https://portal.example.com/back'

before(async () => {
  server = await startWholeServer()
  ada = new ConsoleClient(server.url)
  const token = server.setUpLink!.split('#token=')[1]!
  await ada.call('POST', '/setup', { token, name: 'Ada', email: 'ada@example.com', password: testPassword })
})
after(() => server?.close())

async function join(email: string, role = 'operator') {
  const { body } = await ada.call('POST', '/users', { email, name: 'Somebody', role })
  const browser = new ConsoleClient(server.url)
  const order = { token: body.invitation_link.split('#token=')[1], password: testPassword }
  assert.equal((await browser.call('POST', '/invitations/accept', order)).status, 200)
  return { id: body.user_id as string, browser }
}

async function register(name: string, authentication?: (secret: string) => client.ClientAuth) {
  const type = authentication === undefined ? 'public' : 'confidential'
  const order = { name, redirect_uris: [redirectUri], client_type: type, scopes: ['read', 'actions'] }
  const { status, body, text } = await ada.call('POST', '/applications', order)
  assert.equal(status, 201, text)
  const configuration = await client.discovery(
    new URL(server.url),
    body.client_id,
    undefined,
    authentication?.(body.client_secret) ?? client.None(),
    { algorithm: 'oauth2', execute: [client.allowInsecureRequests] },
  )
  return { appId: body.app_id as string, configuration }
}

/** As a program with this library does it: to the browser and back, with PKCE and state. */
async function letIn(configuration: client.Configuration, browser: ConsoleClient, scope = 'read actions') {
  const verifier = client.randomPKCECodeVerifier()
  const state = client.randomState()
  const address = client.buildAuthorizationUrl(configuration, {
    redirect_uri: redirectUri,
    scope,
    state,
    code_challenge: await client.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
  })
  const back = await agree(browser, Object.fromEntries(address.searchParams))
  return client.authorizationCodeGrant(configuration, back, { pkceCodeVerifier: verifier, expectedState: state })
}

const call = (token: string) => createCall(server.url, token)
const statusOf = async (token: string) => (await call(token)('GET', '/account')).status

for (const [name, authentication] of [
  ['client_secret_basic', client.ClientSecretBasic],
  ['client_secret_post', client.ClientSecretPost],
  ['none', undefined],
] as const) {
  test(`a client library finds its way from discovery to revocation, with the authentication ${name}`, async () => {
    const { configuration } = await register(`Library ${name}`, authentication)
    const metadata = configuration.serverMetadata()
    assert.ok(metadata.token_endpoint_auth_methods_supported?.includes(name))
    const first = await letIn(configuration, ada)
    assert.equal(await statusOf(first.access_token), 200)
    const second = await client.refreshTokenGrant(configuration, first.refresh_token!)
    assert.equal(await statusOf(second.access_token), 200)
    if (authentication !== undefined) {
      const facts = await client.tokenIntrospection(configuration, second.access_token)
      const { active, username, scope, client_id, token_type } = facts
      assert.deepEqual(
        [active, username, scope, client_id, token_type],
        [true, 'ada@example.com', 'read actions', configuration.clientMetadata().client_id, 'bearer'],
      )
      assert.equal(facts.exp! - facts.iat!, 43_200)
      const refreshing = await client.tokenIntrospection(configuration, second.refresh_token!)
      assert.deepEqual([refreshing.active, refreshing.sub], [true, facts.sub])
      assert.deepEqual(await client.tokenIntrospection(configuration, first.refresh_token!), { active: false })
      const stranger = await register('Stranger', client.ClientSecretPost)
      assert.deepEqual(await client.tokenIntrospection(stranger.configuration, second.access_token), { active: false })
      await client.tokenRevocation(stranger.configuration, second.refresh_token!)
    }
    await client.tokenRevocation(configuration, second.access_token)
    assert.equal(await statusOf(second.access_token), 401)
    assert.equal(await statusOf(first.access_token), 200)
    await client.tokenRevocation(configuration, second.refresh_token!)
    assert.equal(await statusOf(first.access_token), 401)
    const refused = client.refreshTokenGrant(configuration, second.refresh_token!)
    await assert.rejects(refused, { error: 'invalid_grant' })
  })
}

test('of codes that come many times at once, at most one brings tokens, and these have ended', async () => {
  const { configuration } = await register('Eager', client.ClientSecretPost)
  const { client_id: id } = configuration.clientMetadata()
  for (let round = 0; round < 5; round += 1) {
    const back = await agree(ada, { response_type: 'code', client_id: id, redirect_uri: redirectUri, state: 'same' })
    const tries = Array.from({ length: 6 }, () =>
      client.authorizationCodeGrant(configuration, new URL(back), { expectedState: 'same' }),
    )
    const tokens = (await Promise.allSettled(tries)).flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []))
    assert.ok(tokens.length <= 1)
    for (const { access_token: token } of tokens) assert.equal(await statusOf(token), 401)
  }
})

test('a token never does more than its user may, and follows the role at once', async () => {
  const { configuration } = await register('Follower', client.ClientSecretPost)
  const { id, browser } = await join('changing@example.com')
  const { access_token: token } = await letIn(configuration, browser)
  const order = { type: 'exempt', devices: { ids: ['nobody'] } }
  assert.equal((await call(token)('POST', '/actions', order)).status, 201)
  assert.equal((await call(token)('GET', '/users')).status, 403)
  assert.equal((await call(token)('GET', '/session')).status, 403)
  await ada.call('PATCH', `/users/${id}`, { role: 'viewer' })
  assert.equal((await call(token)('POST', '/actions', order)).status, 403)
  assert.equal((await client.tokenIntrospection(configuration, token)).scope, 'read')
  const { scope } = await letIn(configuration, browser)
  assert.equal(scope, 'read')
  const nothing = await visit(browser, {
    response_type: 'code',
    client_id: configuration.clientMetadata().client_id,
    redirect_uri: redirectUri,
    scope: 'actions:exempt',
  })
  assert.equal(new URL(nothing.headers.get('location')!).searchParams.get('error'), 'access_denied')
})

test('a user sees whom he let in, and ends it at once; the application has to ask anew', async () => {
  const { appId, configuration } = await register('Ended by hand', client.ClientSecretPost)
  const { browser } = await join('careful@example.com')
  const { access_token: token, refresh_token: refresh } = await letIn(configuration, browser, 'read')
  await letIn(configuration, browser, 'actions')
  const { items } = (await browser.call('GET', '/profile/grants')).body
  assert.equal(items.length, 1)
  assert.deepEqual([items[0].name, items[0].scopes], ['Ended by hand', ['actions', 'read']])
  assert.equal((await ada.call('DELETE', `/profile/grants/${appId}`)).status, 404)
  assert.equal(await statusOf(token), 200)
  assert.equal((await browser.call('DELETE', `/profile/grants/${appId}`)).status, 200)
  assert.equal(await statusOf(token), 401)
  await assert.rejects(client.refreshTokenGrant(configuration, refresh!), { error: 'invalid_grant' })
  assert.deepEqual((await browser.call('GET', '/profile/grants')).body.items, [])
  const { client_id: id } = configuration.clientMetadata()
  const again = await visit(browser, { response_type: 'code', client_id: id, redirect_uri: redirectUri })
  assert.equal(again.status, 200)
})

test('two users of one application do not answer each other by an Idempotency-Key; logs tell both from it', async () => {
  const { configuration } = await register('Shared', client.ClientSecretPost)
  const { browser } = await join('other@example.com')
  const order = { type: 'exempt', devices: { ids: ['nobody'] } }
  const actions = []
  for (const person of [ada, browser]) {
    const { access_token: token } = await letIn(configuration, person)
    actions.push((await call(token)('POST', '/actions', order, { 'idempotency-key': 'the same' })).body)
  }
  assert.notEqual(actions[0].action_id, actions[1].action_id)
  const { access_token: token } = await letIn(configuration, browser)
  const logs = await fetch(`${server.url}/o/api/v3.3/logs?access_token=${token}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ event_category: 'admin', filter: { events: ['action.applied'] } }),
  })
  const { logs: entries } = (await logs.json()) as { logs: { details: string }[] }
  for (const [index, user] of ['other@example.com', 'ada@example.com'].entries()) {
    assert.ok(entries[index]!.details.endsWith(`, application Shared, user ${user}`), entries[index]!.details)
  }
})

for (const [what, end] of [
  ['its user is disabled', (id: string) => ada.call('POST', `/users/${id}/disable`)],
  ['its user is deleted', (id: string) => ada.call('DELETE', `/users/${id}`)],
  ['the application is revoked', (_: string, appId: string) => ada.call('POST', `/applications/${appId}/revoke`)],
] as const) {
  test(`a token ends at once when ${what}, and so do commands that no agent has yet`, async () => {
    const { appId, configuration } = await register(what, client.ClientSecretPost)
    const { id, browser } = await join(`${what.replaceAll(' ', '-')}@example.com`)
    const { access_token: token, refresh_token: refresh } = await letIn(configuration, browser)
    const agent = await enrolFake(server.url, (await ada.call('POST', '/enrolment-tokens', {})).body.token)
    const devices = { ids: [agent.identity.device_id] }
    const held = (await call(token)('POST', '/actions', { type: 'dhcprenew', devices })).body.action_id
    assert.equal((await end(id, appId)).status, 200)
    assert.equal(await statusOf(token), 401)
    await assert.rejects(client.refreshTokenGrant(configuration, refresh!), /ResponseBodyError/)
    const good = (await ada.call('POST', '/actions', { type: 'fetch_agent_log', devices })).body.action_id
    const socket = await connect(server.url, agent)
    assert.equal(JSON.parse((await socket.next('command')).statement).action_id, good)
    const { items } = (await ada.call('GET', `/actions/${held}/targets`)).body
    assert.deepEqual([items[0].state, items[0].reason], ['held', 'authority_ended'])
    socket.cut()
    if (what === 'its user is disabled') {
      await ada.call('POST', `/users/${id}/enable`)
      assert.equal(await statusOf(token), 401)
    }
  })
}

test('addresses that a browser would run, or that anybody on the way could read, are not registered', async () => {
  const register = (uri: string, type = 'public') =>
    ada.call('POST', '/applications', { name: 'any', redirect_uris: [uri], client_type: type })
  for (const uri of [
    'javascript:alert(1)',
    'data:text/html,x',
    'http://portal.example.com/back',
    'http://127.0.0.1.example.com/',
    'https://portal.example.com/#there',
    'https://user:password@portal.example.com/',
    '/back',
    'https://portal.example.com/a b',
    'app:/back',
  ]) {
    assert.equal((await register(uri)).status, 400, uri)
  }
  for (const uri of ['http://[::1]:1234/back', 'http://localhost/', 'com.example.app:/back']) {
    assert.equal((await register(uri)).status, 201, uri)
  }
  assert.equal((await register('com.example.app:/back', 'confidential')).status, 400)
})

test('an application that becomes public loses its secret, and gets a new one when it becomes confidential', async () => {
  const { appId, configuration } = await register('Changing', client.ClientSecretPost)
  const { refresh_token: refresh } = await letIn(configuration, ada)
  const change = (body: object) => ada.call('PATCH', `/applications/${appId}`, body)
  const changed = await change({ client_type: 'public', redirect_uris: [redirectUri, 'com.example.app:/back'] })
  assert.deepEqual([changed.body.client_type, changed.body.client_secret], ['public', null])
  await assert.rejects(client.refreshTokenGrant(configuration, refresh!), { error: 'invalid_client' })
  assert.equal((await change({ client_type: 'confidential' })).status, 400)
  const back = await change({ client_type: 'confidential', redirect_uris: [], name: 'Changed' })
  assert.match(back.body.client_secret, /^[A-Z0-9]{48}$/)
  assert.equal(back.body.name, 'Changed')
  await assert.rejects(letIn(configuration, ada), /no way back: 400/)
})

test('no code, token or secret of these ways is in the log, and who acted is', () => {
  const log = server.logged.join('\n')
  for (const pattern of [/mac_[\w-]{43}/, /mrt_[\w-]{43}/, /code=(?!\*\*\*)[\w-]/, /[A-Z0-9]{48}/]) {
    assert.doesNotMatch(log.replaceAll(/client_id=[A-Z0-9]{48}|client_id%3D[A-Z0-9]{48}/g, ''), pattern)
  }
  assert.match(log, /"application":"[\w-]{36}","user":"changing@example\.com"/)
})
