import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { after, before, test } from 'node:test'
import { connect, enrolFake } from '../fleet/support/fake-agent.ts'
import { ConsoleClient } from '../support/console-client.ts'
import { createCall } from '../support/native-client.ts'
import { agree } from '../support/oauth-browser.ts'
import { type RestartableServer, startRestartableServer } from '../support/restartable-server.ts'
import { totpCode } from '../support/totp.ts'
import { verifyAudit } from '../support/verify-audit.ts'
import { openWireClient, type WireClient } from '../support/wire-client.ts'

// The real process, its whole output captured at the most talkative level.
let server: RestartableServer
let client: WireClient
const secrets = new Map<string, string>()
const answers: string[] = []

before(async () => {
  server = await startRestartableServer({ environment: { MUSTER_LOG_LEVEL: 'trace' } })
  client = await openWireClient(server)
  secrets.set('access token', client.token)
  secrets.set('client secret', client.clientSecret)
  secrets.set('operator token', server.operatorToken)
})

after(() => server?.close())

/** A value that occurs nowhere but where this test puts it. */
function plant(what: string): string {
  const value = `planted${randomBytes(12).toString('hex')}`
  secrets.set(what, value)
  return value
}

async function send(method: string, path: string, init: RequestInit = {}): Promise<number> {
  const answer = await fetch(server.url + path, { method, ...init })
  answers.push(await answer.text())
  return answer.status
}

const json = { 'content-type': 'application/json' }
const bearer = (token: string) => ({ ...json, authorization: `Bearer ${token}` })
const exempt = JSON.stringify({ types: 'exempt', ids: ['nobody'] })
const action = '/o/api/v3.3/devices/action'

test('requests of all kinds, good and bad, with secrets wherever a client may put them', async () => {
  const { token, clientSecret, clientId } = client
  assert.equal(await send('POST', `${action}?access_token=${token}`, { headers: json, body: exempt }), 200)
  assert.equal(await send('POST', action, { headers: bearer(token), body: exempt }), 200)
  assert.equal(
    await send('POST', `${action}?access_token=${plant('wrong token in the query')}`, { headers: json }),
    401,
  )
  assert.equal(await send('POST', action, { headers: bearer(plant('wrong token in the header')) }), 401)
  assert.equal(await send('POST', `${action}&access_token=${token}`, { headers: json, body: exempt }), 404)
  assert.equal(await send('GET', `/o/api/v3.1/get_reports?type=agent_log&access_token=${token}`), 400)
  assert.equal(await send('GET', `/o/api/v3.1/get_reports?Access_Token=${plant('token in odd capitals')}`), 401)
  assert.equal(
    await send('GET', `/nowhere/access_token=${plant('token in the path')}?refresh_token=${plant('refresh')}`),
    404,
  )
  assert.equal(await send('PUT', `${action}?access_token=${token}`), 405)
  for (const body of [
    `{"types": "exempt", "client_secret": "${plant('in malformed JSON')}", oops}`,
    `{"types": "exempt", "ids": ["nobody"], "access_token": "${plant('in an unknown field')}"`,
    `${plant('at the beginning of nonsense')} {}`,
  ]) {
    assert.equal(await send('POST', action, { headers: bearer(token), body }), 400)
  }
  assert.equal(
    await send('POST', action, { headers: { ...bearer(token), 'content-type': 'text/plain' }, body: plant('in text') }),
    415,
  )

  const grant = (secret: string) => `grant_type=client_credentials&client_id=${clientId}&client_secret=${secret}`
  const form = { 'content-type': 'application/x-www-form-urlencoded' }
  assert.equal(
    await send('POST', '/o/oauth/token', { headers: form, body: grant(plant('wrong secret in a form')) }),
    401,
  )
  assert.equal(await send('GET', `/o/oauth/token?${grant(plant('wrong secret in the URL'))}`), 401)
  const basic = Buffer.from(`${clientId}:${plant('wrong secret in Basic')}`).toString('base64')
  secrets.set('wrong Basic credentials', basic)
  const basicHeader = { ...form, authorization: `Basic ${basic}` }
  assert.equal(
    await send('POST', '/o/oauth/token', { headers: basicHeader, body: 'grant_type=client_credentials' }),
    401,
  )
  const issued = (await (await fetch(`${server.url}/o/oauth/token?${grant(clientSecret)}`)).json()) as {
    access_token: string
  }
  secrets.set('token issued by GET', issued.access_token)
  const password = `grant_type=password&username=u&password=${plant('password')}`
  assert.equal(await send('POST', '/o/oauth/token', { headers: form, body: password }), 400)
  const revoke = `token=${issued.access_token}&client_id=${clientId}&client_secret=${clientSecret}`
  assert.equal(await send('POST', '/o/oauth/revoke', { headers: form, body: revoke }), 200)
})

test('enrolment and the agents’ channel, with good tokens and bad ones', async () => {
  const operate = createCall(server.url, server.operatorToken)
  const { token } = (await operate('POST', '/enrolment-tokens', { uses: 1 })).body
  secrets.set('enrolment token', token)
  const agent = await enrolFake(server.url, token)
  const socket = await connect(server.url, agent)
  secrets.set('agent session', socket.session)
  const headers = bearer(plant('wrong session'))
  const poll = JSON.stringify({ messages: [], after: 0, wait_seconds: 0 })
  assert.equal(await send('POST', '/agent/v1/poll', { headers, body: poll }), 401)
  await assert.rejects(enrolFake(server.url, token))
  await assert.rejects(enrolFake(server.url, plant('wrong enrolment token')))
  socket.send({ type: 'result', command_id: plant('foreign command'), state: 'succeeded' })
  await socket.next('disowned')
  // Command ids are no secret to the account's own log: they name what was refused.
  secrets.delete('foreign command')
  socket.cut()
  const other = createCall(server.url, plant('wrong operator token'))
  assert.equal((await other('GET', '/devices')).status, 401)
  const created = await operate('POST', '/applications', { name: 'second' }, { 'idempotency-key': 'one' })
  secrets.set('second client secret', created.body.client_secret)
})

test('people who sign in, by all they have, and who guess', async () => {
  const browser = new ConsoleClient(server.url)
  // The one secret that is printed, on a line for people; the log below is searched for it without that line.
  const token = /\/setup#token=(\S+)/.exec(server.output())![1]!
  secrets.set('set-up token', token)
  const password = plant('password of a person')
  const wrong = { token: plant('wrong set-up token'), name: 'Eve', email: 'eve@example.com', password: plant('hers') }
  assert.equal((await browser.call('POST', '/setup', wrong)).status, 401)
  const ada = { name: 'Ada', email: 'ada@example.com', password }
  assert.equal((await browser.call('POST', '/setup', { ...ada, token })).status, 201)
  const { totp } = (await browser.call('POST', '/profile/totp', undefined, { 'idempotency-key': 'totp' })).body
  secrets.set('secret of an authenticator app', totp.secret)
  const code = { code: totpCode(totp.secret, new Date()) }
  const { recovery_codes } = (await browser.call('POST', '/profile/totp/confirm', code)).body
  for (const recovery of recovery_codes) secrets.set('recovery code', recovery)
  const second = new ConsoleClient(server.url)
  const order = { email: ada.email, password }
  assert.equal((await second.call('POST', '/session', { ...order, password: plant('wrong password') })).status, 401)
  assert.equal(
    (await second.call('POST', '/session', { ...order, email: `${plant('typed as address')}@x` })).status,
    401,
  )
  const { ceremony } = (await second.call('POST', '/session', order)).body
  secrets.set('ceremony', ceremony)
  const mistyped = { ceremony, recovery_code: plant('a wrong code').slice(0, 32) }
  assert.equal((await second.call('POST', '/session/second-factor', mistyped)).status, 401)
  const right = { ceremony, recovery_code: recovery_codes[0] }
  assert.equal((await second.call('POST', '/session/second-factor', right)).status, 200)
  secrets.set('session', second.cookie!.split('=')[1]!)
  secrets.set('CSRF token', second.csrfToken!)
  const invited = { email: 'grace@example.com', name: 'Grace', role: 'viewer' }
  const { invitation_link } = (await second.call('POST', '/users', invited, { 'idempotency-key': 'grace' })).body
  secrets.set('invitation', invitation_link.split('#token=')[1])
  const accepted = { token: invitation_link.split('#token=')[1], password: plant('password of another') }
  assert.equal((await new ConsoleClient(server.url).call('POST', '/invitations/accept', accepted)).status, 200)
  const cookie = `muster=${plant('a session that is none')}`
  assert.equal((await browser.call('GET', '/session', undefined, { cookie })).status, 401)
  const { status } = await browser.call('POST', '/groups', {}, { 'x-csrf-token': plant('a wrong CSRF token') })
  assert.equal(status, 403)
})

test('an application that a person lets in, with codes and refresh tokens in forms and in URLs', async () => {
  const uri = 'https://portal.example.com/back'
  const operate = createCall(server.url, server.operatorToken)
  const { client_id, client_secret } = (await operate('POST', '/applications', { name: 'P', redirect_uris: [uri] }))
    .body
  secrets.set('secret of an application for people', client_secret)
  const browser = new ConsoleClient(server.url)
  browser.cookie = `muster=${secrets.get('session')}`
  const request = { response_type: 'code', client_id, redirect_uri: uri }
  const code = (await agree(browser, request)).searchParams.get('code')!
  secrets.set('authorization code', code)
  const ask = async (method: string, parts: Record<string, string>) => {
    const form = new URLSearchParams({ client_id, client_secret, redirect_uri: uri, ...parts })
    const address = `${server.url}/o/oauth/token`
    const answer = await (method === 'GET' ? fetch(`${address}?${form}`) : fetch(address, { method, body: form }))
    return { status: answer.status, ...((await answer.json()) as { access_token: string; refresh_token: string }) }
  }
  const first = await ask('POST', { grant_type: 'authorization_code', code })
  const second = await ask('GET', { grant_type: 'refresh_token', refresh_token: first.refresh_token })
  for (const tokens of [first, second]) {
    secrets.set(`access token of a person, beside ${tokens.refresh_token}`, tokens.access_token)
    secrets.set(`refresh token beside ${tokens.access_token}`, tokens.refresh_token)
  }
  assert.equal(
    await send('POST', `${action}?access_token=${second.access_token}`, { headers: json, body: exempt }),
    200,
  )
  const wrong = { grant_type: 'refresh_token', refresh_token: plant('wrong refresh token') }
  assert.equal((await ask('GET', wrong)).status, 400)
  assert.equal((await ask('GET', { grant_type: 'authorization_code', code })).status, 400)
})

test('no line of the server’s output holds a secret, and no answer a stack trace', async () => {
  await verifyAudit(server)
  await server.kill('SIGTERM')
  const output = server.output().replace(/^No user exists yet.*$/m, '')
  assert.ok((output.match(/"msg":"request"/g) ?? []).length >= answers.length)
  for (const [what, secret] of secrets) {
    assert.ok(secret.length >= 16, what)
    for (const written of [secret, encodeURIComponent(secret), Buffer.from(secret).toString('base64').slice(0, -4)]) {
      assert.ok(!output.includes(written), `the log holds the ${what}`)
    }
  }
  assert.doesNotMatch(output, /"level":"(error|fatal)"/)
  for (const answer of answers) {
    assert.doesNotMatch(answer, /\bat .*[.][tj]s:\d+|node:internal|node_modules|"stack"/)
    for (const [what, secret] of secrets) assert.ok(!answer.includes(secret), `an answer repeats the ${what}`)
  }
})
