import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { ConsoleClient, setUpConsole, testPassword } from '../support/console-client.ts'
import { type NativeServer, startNativeServer } from '../support/native-client.ts'
import { totpCode } from '../support/totp.ts'

let server: NativeServer
let ada: ConsoleClient
let now = new Date('2026-03-01T08:00:00Z')

before(async () => {
  server = await startNativeServer({ now: () => now })
  ada = await setUpConsole(server)
})
after(() => server?.close())

const pass = (seconds: number) => {
  now = new Date(now.getTime() + seconds * 1000)
}
const guess = (email: string, password = 'wrong') =>
  new ConsoleClient(server.base).call('POST', '/session', { email, password })
/** The address of these tests is one; what it has done is forgotten. */
const forgive = (what: string) => server.services.pool.query('delete from sign_in_counter where key like $1', [what])

test('of many guesses at once only the first few are looked at', async () => {
  const answers = await Promise.all(Array.from({ length: 20 }, () => guess('nobody@example.com')))
  const counts = Object.groupBy(answers, ({ status }) => status)
  assert.equal(counts[401]?.length, 5)
  assert.equal(counts[429]?.length, 15)
  await forgive('%')
})

test('each further guess at a user waits twice as long, up to a quarter of an hour; unknown ones as well', async () => {
  for (const email of ['ada@example.com', 'unknown@example.com']) {
    for (let i = 1; i <= 5; i += 1) assert.equal((await guess(email)).status, 401)
    const waits = []
    for (let i = 0; i < 12; i += 1) {
      const refused = await guess(email)
      assert.deepEqual([refused.status, refused.body.error.code], [429, 'rate_limited'])
      waits.push(Number(refused.headers.get('retry-after')))
      pass(waits.at(-1)!)
      assert.equal((await guess(email)).status, 401)
      await forgive('peer:%')
    }
    assert.deepEqual(waits, [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900])
  }
})

test('who waits as told gets in with the right password, and begins anew', async () => {
  assert.equal((await guess('ada@example.com')).status, 401)
  const locked = await guess('ada@example.com', testPassword)
  assert.equal(locked.status, 429)
  pass(Number(locked.headers.get('retry-after')))
  assert.equal((await guess('ADA@example.com', testPassword)).status, 200)
  for (let i = 1; i <= 4; i += 1) assert.equal((await guess('ada@example.com')).status, 401)
  assert.equal((await guess('ada@example.com', testPassword)).status, 200)
})

test('an address that tries many users waits too, whatever it tries', async () => {
  await forgive('%')
  for (let i = 1; i <= 30; i += 1) assert.equal((await guess(`user${i}@example.com`)).status, 401, `guess ${i}`)
  assert.equal((await guess('user31@example.com')).status, 429)
  const set_up = { token: 'msu_x', name: 'E', email: 'e@example.com', password: testPassword }
  const browser = new ConsoleClient(server.base)
  assert.equal((await browser.call('POST', '/setup', set_up)).status, 404)
  assert.equal((await browser.call('POST', '/invitations/show', { token: 'msi_x' })).status, 429)
  const { body } = await browser.call('POST', '/session/passkey/options')
  const passkey = { id: 'AA', rawId: 'AA', type: 'public-key', response: {} }
  assert.equal((await browser.call('POST', '/session/passkey', { ceremony: body.ceremony, passkey })).status, 429)
  await forgive('%')
})

test('an address where people sign in well does not wait', async () => {
  for (let i = 1; i <= 40; i += 1) assert.equal((await guess('ada@example.com', testPassword)).status, 200, `${i}`)
})

test('another spelling that means the same user is no further guess', async () => {
  await ada.call('POST', '/session/fresh', { password: testPassword })
  const bill = { email: 'bill@example.com', name: 'Bill', role: 'viewer' }
  assert.equal((await ada.call('POST', '/users', bill)).status, 201)
  for (let i = 1; i <= 5; i += 1) assert.equal((await guess('bill@example.com')).status, 401)
  // PostgreSQL's small letter of U+0130 is a plain i, that of JavaScript is not.
  assert.equal((await guess('b\u0130ll@example.com')).status, 429)
  await forgive('%')
})

test('codes are guessed no faster than passwords, over all sign-ins of the user and at a session', async () => {
  await ada.call('POST', '/session/fresh', { password: testPassword })
  const { secret } = (await ada.call('POST', '/profile/totp')).body.totp
  await ada.call('POST', '/profile/totp/confirm', { code: totpCode(secret, now) })
  const browser = new ConsoleClient(server.base)
  for (let i = 1; i <= 4; i += 1) {
    const { ceremony } = (await guess('ada@example.com', testPassword)).body
    assert.equal((await browser.call('POST', '/session/second-factor', { ceremony, totp: `00000${i}` })).status, 401)
  }
  assert.equal((await ada.call('POST', '/session/fresh', { totp: '000005' })).status, 401)
  const { ceremony } = (await guess('ada@example.com', testPassword)).body
  const right = { ceremony, totp: totpCode(secret, new Date(now.getTime() + 30_000)) }
  assert.equal((await browser.call('POST', '/session/second-factor', right)).status, 429)
  assert.equal((await ada.call('POST', '/session/fresh', { password: testPassword })).status, 429)
  pass(2)
  assert.equal((await browser.call('POST', '/session/second-factor', right)).status, 200)
})

test('what was refused is in the audit log, without what was typed for nobody', async () => {
  await guess('hunter2-my-password@example.com')
  const { items } = (await ada.call('GET', '/audit?event=session.refused&limit=1000')).body
  const seen = new Set(
    items.map(({ user, details }: { user: string; details: { reason: string } }) => `${user} ${details.reason}`),
  )
  assert.deepEqual([...seen].sort(), [
    'ada@example.com password',
    'ada@example.com second_factor',
    'bill@example.com password',
    'null unknown_email',
  ])
  assert.ok(
    items.every(
      ({ channel, peer }: { channel: string; peer: string }) => channel === 'console' && peer === '127.0.0.1',
    ),
  )
  const { rows } = await server.services.pool.query(`select string_agg(content, '') as text from audit_entry`)
  assert.ok(!rows[0].text.includes('hunter2'))
})

test('an unknown address takes as much work as a wrong password', async () => {
  const least = { 'ada@example.com': Number.POSITIVE_INFINITY, 'unknown@example.com': Number.POSITIVE_INFINITY }
  for (let round = 0; round < 12; round += 1) {
    for (const email of Object.keys(least) as (keyof typeof least)[]) {
      await forgive('%')
      // Time of the processor: whoever else wants it does not count.
      const start = process.cpuUsage()
      await guess(email)
      const { user, system } = process.cpuUsage(start)
      least[email] = Math.min(least[email], (user + system) / 1000)
    }
  }
  const [known, unknown] = Object.values(least)
  // Hashing takes most of it: without it, an answer would be there in a quarter of the time.
  assert.ok(unknown! > known! / 2 && known! > unknown! / 2, `${known} ms and ${unknown} ms`)
})
