import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { ConsoleClient, setUpConsole, testPassword } from '../support/console-client.ts'
import { type NativeServer, startNativeServer } from '../support/native-client.ts'
import { totpCode } from '../support/totp.ts'

let server: NativeServer
let ada: ConsoleClient
let secret: string
let codes: string[]
let now = new Date('2026-03-01T08:00:00Z')

before(async () => {
  server = await startNativeServer({ now: () => now })
  ada = await setUpConsole(server)
})
after(() => server?.close())

const pass = (seconds: number) => {
  now = new Date(now.getTime() + seconds * 1000)
}

async function beginSignIn(): Promise<{ browser: ConsoleClient; ceremony: string }> {
  const browser = new ConsoleClient(server.base)
  const { body } = await browser.call('POST', '/session', { email: 'ada@example.com', password: testPassword })
  assert.deepEqual([body.state, body.totp, browser.cookie], ['second_factor_needed', true, undefined])
  return { browser, ceremony: body.ceremony }
}

test('an authenticator app is asked for only once a code of it was seen', async () => {
  const begun = await ada.call('POST', '/profile/totp')
  assert.match(begun.body.totp.uri, /^otpauth:\/\/totp\/Muster:ada%40example\.com\?issuer=Muster&secret=[A-Z2-7]{32}&/)
  assert.equal(begun.body.totp.secret.length, 32)
  await new ConsoleClient(server.base).signIn('ada@example.com')
  assert.equal((await ada.call('POST', '/profile/totp/confirm', { code: '000000' })).status, 401)
  await new ConsoleClient(server.base).signIn('ada@example.com')
  // A second secret takes the place of the first: the app may have been set up wrongly.
  secret = (await ada.call('POST', '/profile/totp')).body.totp.secret
  assert.equal(
    (await ada.call('POST', '/profile/totp/confirm', { code: totpCode(begun.body.totp.secret, now) })).status,
    401,
  )
  const confirmed = await ada.call('POST', '/profile/totp/confirm', { code: totpCode(secret, now) })
  assert.equal(confirmed.status, 200, confirmed.text)
  codes = confirmed.body.recovery_codes
  assert.equal(new Set(codes).size, 10)
  assert.equal((await ada.call('POST', '/profile/totp')).status, 409)
  await beginSignIn()
})

test('the secret and the recovery codes are kept in no form that could be used', async () => {
  const { rows } = await server.services.pool.query(
    `select app_user::text || coalesce((select string_agg(c::text, ' ') from user_recovery_code c), '') as row from app_user`,
  )
  assert.ok(!rows[0].row.includes(secret))
  for (const code of codes) assert.ok(!rows[0].row.includes(code))
})

test('a code signs in once, also in the half minute after it; the same code again does not', async () => {
  pass(30)
  const code = totpCode(secret, now)
  pass(30)
  const { browser, ceremony } = await beginSignIn()
  const first = await browser.call('POST', '/session/second-factor', { ceremony, totp: code })
  assert.deepEqual([first.status, first.body.session?.signed_in_by], [200, 'password+totp'], first.text)
  assert.equal((await browser.call('GET', '/devices')).status, 200)
  const again = await beginSignIn()
  const second = await again.browser.call('POST', '/session/second-factor', { ceremony: again.ceremony, totp: code })
  assert.deepEqual([second.status, second.body.error.code], [401, 'wrong_credentials'])
})

test('of many who send one code at once, one gets in', async () => {
  pass(60)
  const totp = totpCode(secret, now)
  const begun = await Promise.all(Array.from({ length: 4 }, beginSignIn))
  const answers = await Promise.all(
    begun.map(({ browser, ceremony }) => browser.call('POST', '/session/second-factor', { ceremony, totp })),
  )
  assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 401, 401, 401])
})

test('a mistyped code may be typed again; a ceremony ends with its sign-in and after five minutes', async () => {
  pass(3600)
  const { browser, ceremony } = await beginSignIn()
  assert.equal((await browser.call('POST', '/session/second-factor', { ceremony, totp: '000000' })).status, 401)
  const totp = totpCode(secret, now)
  assert.equal((await browser.call('POST', '/session/second-factor', { ceremony, totp })).status, 200)
  const used = await browser.call('POST', '/session/second-factor', { ceremony, recovery_code: codes[9] })
  assert.deepEqual([used.status, used.body.error.errors[0].field], [401, 'ceremony'])
  const late = await beginSignIn()
  pass(301)
  const body = { ceremony: late.ceremony, recovery_code: codes[9] }
  assert.equal((await late.browser.call('POST', '/session/second-factor', body)).status, 401)
})

test('a recovery code is good once, however it is written', async () => {
  const { browser, ceremony } = await beginSignIn()
  const written = codes[0]!.toUpperCase().replaceAll('-', ' ')
  const first = await browser.call('POST', '/session/second-factor', { ceremony, recovery_code: written })
  assert.deepEqual([first.status, first.body.session?.user.recovery_codes_left], [200, 9], first.text)
  const again = await beginSignIn()
  const body = { ceremony: again.ceremony, recovery_code: codes[0] }
  assert.equal((await again.browser.call('POST', '/session/second-factor', body)).status, 401)
})

test('neither two factors at once nor none is a second factor', async () => {
  const { browser, ceremony } = await beginSignIn()
  const both = { ceremony, totp: '123456', recovery_code: codes[1] }
  assert.equal((await browser.call('POST', '/session/second-factor', both)).status, 400)
  assert.equal((await browser.call('POST', '/session/second-factor', { ceremony })).status, 400)
})

test('a new password ends the sign-ins that the old one began', async () => {
  pass(60)
  const { browser, ceremony } = await beginSignIn()
  await ada.call('POST', '/session/fresh', { password: testPassword })
  const change = (password: string) => ada.call('PUT', '/profile/password', { password })
  assert.equal((await change('a much better password')).status, 200)
  const taken = await browser.call('POST', '/session/second-factor', { ceremony, totp: totpCode(secret, now) })
  assert.deepEqual([taken.status, taken.body.error?.errors[0].field], [401, 'ceremony'])
  await change(testPassword)
})

test('new recovery codes end the old ones; removing the app ends all, and the password is enough again', async () => {
  pass(60)
  await ada.call('POST', '/session/fresh', { totp: totpCode(secret, now) })
  const renewed = (await ada.call('POST', '/profile/recovery-codes')).body.recovery_codes
  const old = await beginSignIn()
  const refused = { ceremony: old.ceremony, recovery_code: codes[2] }
  assert.equal((await old.browser.call('POST', '/session/second-factor', refused)).status, 401)
  const taken = { ceremony: old.ceremony, recovery_code: renewed[2] }
  assert.equal((await old.browser.call('POST', '/session/second-factor', taken)).status, 200)
  const { body } = await ada.call('DELETE', '/profile/totp')
  assert.deepEqual([body.totp, body.recovery_codes_left], [false, 0])
  await new ConsoleClient(server.base).signIn('ada@example.com')
})

test('a secret that is shown once is shown again for its Idempotency-Key, and kept under seal', async () => {
  const key = { 'idempotency-key': 'totp' }
  const first = await ada.call('POST', '/profile/totp', undefined, key)
  const again = await ada.call('POST', '/profile/totp', undefined, key)
  assert.equal(again.text, first.text)
  const { rows } = await server.services.pool.query(`select convert_from(body, 'UTF8') as body from idempotency_key`)
  for (const { body } of rows) assert.ok(!body.includes(first.body.totp.secret))
})
