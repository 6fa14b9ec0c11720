import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { Authenticator } from '../support/authenticator.ts'
import { ConsoleClient, setUpConsole, testPassword } from '../support/console-client.ts'
import { type NativeServer, startNativeServer } from '../support/native-client.ts'

const origin = 'https://muster.example.com'
let server: NativeServer
let ada: ConsoleClient
const phone = new Authenticator(origin)

before(async () => {
  server = await startNativeServer({ publicUrl: () => origin })
  ada = await setUpConsole(server)
})
after(() => server?.close())

const open = () => new ConsoleClient(server.base, origin)

async function register(authenticator: Authenticator, name: string, client = ada) {
  const { body } = await client.call('POST', '/profile/passkeys/options')
  return client.call('POST', '/profile/passkeys', {
    ceremony: body.ceremony,
    name,
    passkey: authenticator.create(body.options),
  })
}

async function signInWith(authenticator: Authenticator, from = origin, browser = open()) {
  const { body } = await browser.call('POST', '/session/passkey/options')
  const passkey = authenticator.get(body.options, from)
  const answer = await browser.call('POST', '/session/passkey', { ceremony: body.ceremony, passkey })
  return { browser, answer, ceremony: body.ceremony, passkey }
}

test('a passkey is registered for this server’s name and its user', async () => {
  const { body } = await ada.call('POST', '/profile/passkeys/options')
  assert.deepEqual([body.options.rp.id, body.options.user.name], ['muster.example.com', 'ada@example.com'])
  const answer = await register(phone, 'Phone')
  assert.equal(answer.status, 201, answer.text)
  assert.deepEqual([answer.body.name, answer.body.transports], ['Phone', ['internal']])
  assert.deepEqual((await ada.call('GET', '/profile/passkeys')).body.items, [answer.body])
  const foreign = await register(new Authenticator('https://muster.example.com.evil.example'), 'Phished')
  assert.deepEqual([foreign.status, foreign.body.error.errors[0].field], [400, 'passkey'])
})

test('a passkey whose device verified its user signs in alone', async () => {
  const { browser, answer } = await signInWith(phone)
  assert.deepEqual([answer.status, answer.body.session?.signed_in_by], [200, 'passkey'], answer.text)
  assert.equal((await browser.call('GET', '/session')).body.user.email, 'ada@example.com')
  assert.notEqual((await ada.call('GET', '/profile/passkeys')).body.items[0].last_used_at, null)
})

test('a signature is good once, for its own challenge and for this server’s pages', async () => {
  const { browser, ceremony, passkey } = await signInWith(phone)
  assert.equal((await browser.call('POST', '/session/passkey', { ceremony, passkey })).status, 401)
  const other = (await browser.call('POST', '/session/passkey/options')).body
  assert.equal((await browser.call('POST', '/session/passkey', { ceremony: other.ceremony, passkey })).status, 401)
  assert.equal((await signInWith(phone, 'https://evil.example')).answer.status, 401)
})

test('without a verified user, or of nobody’s, a passkey does not sign in alone', async () => {
  phone.verifiesUser = false
  assert.equal((await signInWith(phone)).answer.status, 401)
  phone.verifiesUser = true
  const stranger = new Authenticator(origin)
  stranger.create({ rp: { id: 'muster.example.com' }, user: { id: 'AAAA' }, challenge: 'AAAA' })
  assert.equal((await signInWith(stranger)).answer.status, 401)
})

test('after the password a passkey is the second factor, and only one of the user’s own', async () => {
  const browser = open()
  const begin = async () =>
    (await browser.call('POST', '/session', { email: 'ada@example.com', password: testPassword })).body
  const { state, ceremony, totp, passkey_options: options } = await begin()
  assert.deepEqual([state, totp, options.allowCredentials.length], ['second_factor_needed', false, 1])
  phone.verifiesUser = false
  const answer = await browser.call('POST', '/session/second-factor', { ceremony, passkey: phone.get(options) })
  phone.verifiesUser = true
  assert.deepEqual([answer.status, answer.body.session?.signed_in_by], [200, 'password+passkey'], answer.text)
  const link = (await ada.call('POST', '/users', { email: 'eve@example.com', name: 'Eve', role: 'viewer' })).body
    .invitation_link
  const eve = open()
  await eve.call('POST', '/invitations/accept', { token: link.split('#token=')[1], password: testPassword })
  const evesKey = new Authenticator(origin)
  assert.equal((await register(evesKey, 'Eve’s', eve)).status, 201)
  const second = await begin()
  const foreign = { ceremony: second.ceremony, passkey: evesKey.get(second.passkey_options) }
  assert.equal((await browser.call('POST', '/session/second-factor', foreign)).status, 401)
})

test('a counting key whose counter goes back is a copy, and is refused', async () => {
  const key = new Authenticator(origin)
  key.counts = true
  assert.equal((await register(key, 'Key')).status, 201)
  assert.equal((await signInWith(key)).answer.status, 200)
  await server.services.pool.query(`update user_passkey set counter = 1000 where name = 'Key'`)
  assert.equal((await signInWith(key)).answer.status, 401)
})

test('a passkey makes a session fresh again; it is renamed, and removed for good', async () => {
  const { body } = await ada.call('POST', '/session/fresh/options')
  const fresh = await ada.call('POST', '/session/fresh', { ceremony: body.ceremony, passkey: phone.get(body.options) })
  assert.equal(fresh.status, 200, fresh.text)
  const [{ passkey_id }] = (await ada.call('GET', '/profile/passkeys')).body.items
  assert.equal(
    (await ada.call('PATCH', `/profile/passkeys/${passkey_id}`, { name: 'Old phone' })).body.name,
    'Old phone',
  )
  assert.equal((await ada.call('DELETE', `/profile/passkeys/${passkey_id}`)).body.name, 'Old phone')
  assert.equal((await ada.call('DELETE', `/profile/passkeys/${passkey_id}`)).status, 404)
  assert.equal((await signInWith(phone)).answer.status, 401)
})

test('nobody renames or removes what belongs to somebody else', async () => {
  const { rows } = await server.services.pool.query(`select passkey_id from user_passkey where name = 'Eve’s'`)
  assert.equal((await ada.call('PATCH', `/profile/passkeys/${rows[0].passkey_id}`, { name: 'Mine' })).status, 404)
  assert.equal((await ada.call('DELETE', `/profile/passkeys/${rows[0].passkey_id}`)).status, 404)
})
