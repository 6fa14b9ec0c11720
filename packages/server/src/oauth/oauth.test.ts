import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { startTestHttpServer, type TestClient, type TestHttpServer } from '../../../../tests/support/http-server.ts'
import { systemCaller } from '../caller.ts'
import { mutate } from '../operations/mutate.ts'
import { revokeApplication } from '../operations/revoke-application.ts'

let server: TestHttpServer
let client: TestClient
let now = new Date('2026-03-01T10:00:00Z')

before(async () => {
  server = await startTestHttpServer(
    () => [
      {
        method: 'GET',
        path: '/o/api/v3/whoami',
        access: { kind: 'token', scope: 'read', api: 'wire' },
        handle: async ({ caller }) => ({ status: 200, body: caller }),
      },
    ],
    { now: () => now },
  )
  client = await server.addClient()
})

after(() => server.close())

const parameters = (overrides: Record<string, string> = {}) =>
  new URLSearchParams({
    grant_type: 'client_credentials',
    client_id: client.clientId,
    client_secret: client.clientSecret,
    ...overrides,
  })
const basic = (id: string, secret: string) => ({ authorization: `Basic ${btoa(`${id}:${secret}`)}` })
const ask = (query: string, init: RequestInit = {}) => fetch(`${server.base}/o/oauth/token${query}`, init)
const whoami = (token: string) => fetch(`${server.base}/o/api/v3/whoami?access_token=${token}`)

async function expectRefusal(answer: Response, status: number, error: string): Promise<void> {
  const body = (await answer.json()) as { error: string; error_description: string }
  assert.deepEqual([answer.status, body.error], [status, error])
  assert.equal(typeof body.error_description, 'string')
  assert.equal(answer.headers.get('cache-control'), 'no-store')
}

async function auditOf(event: string, appId = client.appId): Promise<{ details: Record<string, unknown> }[]> {
  const { rows } = await server.services.pool.query<{ content: string }>(
    'select content from audit_entry where event = $1 order by sequence',
    [event],
  )
  return rows.map(({ content }) => JSON.parse(content)).filter(({ application }) => application.id === appId)
}

const forms: Record<string, () => Promise<Response>> = {
  'a POST form': () => ask('', { method: 'POST', body: parameters() }),
  'a POST with all in the URL': () => ask(`?${parameters()}`, { method: 'POST' }),
  'a POST with an empty form and all in the URL': () =>
    ask(`?${parameters()}`, {
      method: 'POST',
      body: '',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    }),
  'a GET': () => ask(`?${parameters()}`),
  'HTTP Basic with a form': () =>
    ask('', {
      method: 'POST',
      headers: basic(client.clientId, client.clientSecret),
      body: new URLSearchParams({ grant_type: 'client_credentials' }),
    }),
  'HTTP Basic with the grant in the URL': () =>
    ask('?grant_type=client_credentials', { method: 'POST', headers: basic(client.clientId, client.clientSecret) }),
  'a JSON body': () =>
    ask('', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(Object.fromEntries(parameters())),
    }),
}

for (const [name, send] of Object.entries(forms)) {
  test(`${name} gets a token that works`, async () => {
    const answer = await send()
    assert.equal(answer.status, 200)
    assert.equal(answer.headers.get('cache-control'), 'no-store')
    const body = (await answer.json()) as Record<string, unknown>
    assert.match(String(body.access_token), /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/)
    assert.deepEqual(body, {
      access_token: body.access_token,
      token_type: 'bearer',
      expires_in: 43_200,
      scope: 'read actions',
      client_id: client.clientId,
    })
    const me = (await (await whoami(String(body.access_token))).json()) as Record<string, unknown>
    assert.equal(me.accountId, server.accountId)
    assert.deepEqual(me.application, { id: client.appId, name: 'test client' })
    assert.equal(me.channel, 'oauth_api')
  })
}

test('a token is stored as its SHA-256 only, and issuing it is in the audit log', async () => {
  const before = (await auditOf('token.issued')).length
  const token = await server.getToken(client)
  const { rows } = await server.services.pool.query(
    'select count(*)::int as found from access_token where token_hash = sha256($1::bytea)',
    [Buffer.from(token)],
  )
  assert.equal(rows[0].found, 1)
  const entries = await auditOf('token.issued')
  assert.equal(entries.length, before + 1)
  assert.doesNotMatch(JSON.stringify(entries), new RegExp(`${token}|${client.clientSecret}`))
})

test('a parameter without a value is one that is not sent', async () => {
  const answer = await ask('', { method: 'POST', body: parameters({ scope: '', redirect_uri: '', code_verifier: '' }) })
  assert.deepEqual([answer.status, ((await answer.json()) as { scope: string }).scope], [200, 'read actions'])
  await expectRefusal(await ask(`?${parameters({ grant_type: '' })}`), 400, 'invalid_request')
  await expectRefusal(await ask(`?${parameters({ client_secret: '' })}`), 401, 'invalid_client')
})

test('scope narrows, and one that the application does not have is refused', async () => {
  const answer = await ask(`?${parameters({ scope: 'actions:exempt read' })}`)
  assert.equal(((await answer.json()) as { scope: string }).scope, 'actions:exempt read')
  await expectRefusal(await ask(`?${parameters({ scope: 'read admin' })}`), 400, 'invalid_scope')
})

test('each fault has its word of RFC 6749', async () => {
  await expectRefusal(await ask(`?${parameters({ grant_type: 'password' })}`), 400, 'unsupported_grant_type')
  await expectRefusal(await ask(`?${parameters({ grant_type: '__proto__' })}`), 400, 'unsupported_grant_type')
  await expectRefusal(await ask('?client_id=x&client_secret=y'), 400, 'invalid_request')
  await expectRefusal(await ask(`?${parameters()}&client_id=other`), 400, 'invalid_request')
  await expectRefusal(await ask(`?${parameters({ client_secret: 'WRONG' })}`), 401, 'invalid_client')
  await expectRefusal(await ask(`?${parameters({ client_id: 'UNKNOWN' })}`), 401, 'invalid_client')
  await expectRefusal(await ask('?grant_type=client_credentials'), 401, 'invalid_client')
  const json = { 'content-type': 'application/json' }
  await expectRefusal(await ask('', { method: 'POST', headers: json, body: '{"client_id": ' }), 400, 'invalid_request')
  await expectRefusal(
    await ask('', { method: 'POST', headers: json, body: '{"grant_type": 1}' }),
    400,
    'invalid_request',
  )
  const wrong = await ask('?grant_type=client_credentials', {
    method: 'POST',
    headers: basic(client.clientId, 'WRONG'),
  })
  assert.match(wrong.headers.get('www-authenticate') ?? '', /^Basic /)
  await expectRefusal(wrong, 401, 'invalid_client')
})

test('HEAD makes no token: it is a 405, as it must change nothing', async () => {
  const before = (await auditOf('token.issued')).length
  const answer = await ask(`?${parameters()}`, { method: 'HEAD' })
  assert.deepEqual([answer.status, answer.headers.get('allow')], [405, 'GET, POST'])
  assert.equal((await fetch(`${server.base}/o/oauth/authorize`, { method: 'HEAD' })).status, 405)
  assert.equal((await auditOf('token.issued')).length, before)
})

test('HTTP Basic beside the same client in the form is one client; beside another one it is a 400', async () => {
  const headers = basic(client.clientId, client.clientSecret)
  const post = (path: string, form: Record<string, string>) =>
    fetch(`${server.base}${path}`, { method: 'POST', headers, body: new URLSearchParams(form) })
  const grant = { grant_type: 'client_credentials' }
  const { clientId: client_id, clientSecret: client_secret } = client
  for (const form of [{ client_id }, { client_secret }, { client_id, client_secret }]) {
    assert.equal((await post('/o/oauth/token', { ...grant, ...form })).status, 200)
  }
  for (const form of [{ client_id: 'OTHER' }, { client_secret: 'OTHER' }, { client_id, client_secret: 'OTHER' }]) {
    await expectRefusal(await post('/o/oauth/token', { ...grant, ...form }), 400, 'invalid_request')
    await expectRefusal(await post('/o/oauth/revoke', { token: 'x', ...form }), 400, 'invalid_request')
  }
})

test('a parameter in JSON is a text, and nothing else stands for one', async () => {
  const { clientId: client_id, clientSecret: client_secret } = client
  const headers = { 'content-type': 'application/json' }
  for (const grant_type of [['client_credentials'], [], {}, 1, true, null]) {
    const body = JSON.stringify({ grant_type, client_id, client_secret })
    await expectRefusal(await ask('', { method: 'POST', headers, body }), 400, 'invalid_request')
  }
  for (const body of ['[]', '"grant_type"', 'null', '1']) {
    await expectRefusal(await ask('', { method: 'POST', headers, body }), 400, 'invalid_request')
  }
})

test('a body of another media type is told which ones there are', async () => {
  const answer = await ask('', { method: 'POST', headers: { 'content-type': 'text/plain' }, body: 'x' })
  const { error, error_description } = (await answer.json()) as Record<string, string>
  assert.deepEqual([answer.status, error], [415, 'invalid_request'])
  assert.match(error_description!, /application\/x-www-form-urlencoded.*application\/json/)
})

test('a wrong secret is told to the account, a flood of them with some entries only', async () => {
  const guessed = await server.addClient({ name: 'guessed' })
  for (let guess = 0; guess < 15; guess += 1) {
    await ask(`?${parameters({ client_id: guessed.clientId, client_secret: `GUESS${guess}` })}`)
  }
  const entries = await auditOf('token.refused', guessed.appId)
  assert.equal(entries.length, 10)
  assert.deepEqual(entries[0]?.details, { reason: 'wrong_secret' })
  assert.equal(typeof (await server.getToken(guessed)), 'string')
})

test('a token ends with its lifetime', async () => {
  const token = await server.getToken(client)
  now = new Date(now.getTime() + 43_199_000)
  assert.equal((await whoami(token)).status, 200)
  now = new Date(now.getTime() + 1_000)
  assert.equal((await whoami(token)).status, 401)
})

test('a client id that no database stores is refused, and is no failure of the server', async () => {
  const odd = { client_id: '\u0000', client_secret: 'x' }
  await expectRefusal(await ask(`?${parameters(odd)}`), 400, 'invalid_request')
  const revoke = (parts: Record<string, string>, headers: Record<string, string> = {}) =>
    fetch(`${server.base}/o/oauth/revoke`, { method: 'POST', body: new URLSearchParams(parts), headers })
  await expectRefusal(await revoke({ ...odd, token: 'x' }), 401, 'invalid_client')
  await expectRefusal(await revoke({ token: 'x' }, basic('\u0000', 'x')), 401, 'invalid_client')
})

test('a token stops working the moment its client revokes it; a stranger cannot', async () => {
  const revoke = (token: string, init: RequestInit) =>
    fetch(`${server.base}/o/oauth/revoke`, { method: 'POST', body: new URLSearchParams({ token }), ...init })
  const token = await server.getToken(client)
  assert.equal((await whoami(token)).status, 200)
  const stranger = await server.addClient({ name: 'stranger' })
  assert.equal((await revoke(token, { headers: basic(stranger.clientId, stranger.clientSecret) })).status, 200)
  assert.equal((await whoami(token)).status, 200)
  await expectRefusal(await revoke(token, {}), 401, 'invalid_client')
  assert.equal((await revoke(token, { headers: basic(client.clientId, client.clientSecret) })).status, 200)
  assert.equal((await whoami(token)).status, 401)
  assert.equal((await auditOf('token.revoked')).length, 1)
})

test('revoking the application ends its tokens and refuses new ones', async () => {
  const doomed = await server.addClient({ name: 'doomed' })
  const token = await server.getToken(doomed)
  assert.equal((await whoami(token)).status, 200)
  const caller = systemCaller(server.accountId, 'system', 'test')
  await mutate(server.services, caller, undefined, async (unit) => {
    await revokeApplication(server.services, unit, caller, doomed.appId)
    return { status: 200, contentType: 'application/json', body: '{}' }
  })
  assert.equal((await whoami(token)).status, 401)
  await expectRefusal(
    await ask(`?${parameters({ client_id: doomed.clientId, client_secret: doomed.clientSecret })}`),
    401,
    'invalid_client',
  )
  assert.deepEqual((await auditOf('token.refused', doomed.appId))[0]?.details, { reason: 'revoked' })
})

test('the metadata of RFC 8414 names endpoints that answer', async () => {
  const metadata = (await (await fetch(`${server.base}/.well-known/oauth-authorization-server`)).json()) as Record<
    string,
    unknown
  >
  assert.deepEqual(metadata.grant_types_supported, ['client_credentials', 'authorization_code', 'refresh_token'])
  assert.deepEqual(metadata.code_challenge_methods_supported, ['S256'])
  const statuses = { authorization: 400, token: 400, introspection: 401, revocation: 401 }
  for (const [endpoint, status] of Object.entries(statuses)) {
    const { pathname } = new URL(String(metadata[`${endpoint}_endpoint`]))
    assert.equal((await fetch(server.base + pathname, { method: 'POST' })).status, status, pathname)
  }
})

test('no secret and no token is in the log', () => {
  const text = server.logged.join('\n')
  assert.ok(text.includes('/o/oauth/token'))
  assert.doesNotMatch(text, new RegExp(client.clientSecret))
  assert.doesNotMatch(text, /client_secret=(?!\*\*\*)|access_token=(?!\*\*\*)/)
})
