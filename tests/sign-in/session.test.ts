import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { applyRetention } from '@muster/server/jobs/retention.ts'
import { ConsoleClient, setUpConsole, testPassword } from '../support/console-client.ts'
import { type NativeServer, startNativeServer } from '../support/native-client.ts'

let server: NativeServer
let ada: ConsoleClient
let now = new Date('2026-03-01T08:00:00Z')

before(async () => {
  server = await startNativeServer({ now: () => now })
  ada = await setUpConsole(server)
})
after(() => server?.close())

const hour = 3_600_000
const order = { email: 'ada@example.com', password: testPassword }
const pass = (millis: number) => {
  now = new Date(now.getTime() + millis)
}

test('an e-mail address in any capitals and its password make a session', async () => {
  const browser = new ConsoleClient(server.base)
  const { status, body } = await browser.call('POST', '/session', { email: 'ADA@Example.com', password: testPassword })
  assert.deepEqual([status, body.state, body.session.user.email], [200, 'signed_in', 'ada@example.com'])
  const session = await browser.call('GET', '/session')
  assert.deepEqual(session.body, { ...body.session })
  assert.equal((await browser.call('GET', '/devices')).status, 200)
})

test('the cookie is for this server alone and out of reach of scripts', () => {
  assert.match(ada.setCookie!, /^muster=mss_[\w-]{43}; Path=\/; Max-Age=604800; HttpOnly; SameSite=Strict$/)
})

test('only the hash of a session’s token is kept', async () => {
  const token = ada.cookie!.split('=')[1]!
  const { rows } = await server.services.pool.query('select user_session::text as row from user_session')
  for (const { row } of rows) assert.ok(!row.includes(token))
})

test('an unknown address, a wrong password and none of both answer alike', async () => {
  const browser = new ConsoleClient(server.base)
  const answers = []
  for (const [email, password] of [
    ['ada@example.com', 'wrong'],
    ['nobody@example.com', testPassword],
    ['no address', 'x'],
  ]) {
    const { status, body } = await browser.call('POST', '/session', { email, password })
    answers.push([status, { ...body.error, request_id: '' }])
  }
  assert.deepEqual(answers[0], answers[1])
  assert.deepEqual(answers[0], answers[2])
  assert.equal(answers[0]![0], 401)
  assert.equal(browser.cookie, undefined)
})

test('what a session does is audited as done through the console by its user', async () => {
  await ada.call('POST', '/groups', { name: 'By hand', group_id: 'by-hand' })
  const { items } = (await ada.call('GET', '/audit?limit=1')).body
  assert.deepEqual([items[0].event, items[0].channel, items[0].user], ['group.created', 'console', 'ada@example.com'])
  assert.ok(server.logged.some((line) => line.includes('/api/v1/groups') && line.includes('"user":"ada@example.com"')))
})

test('many sign-ins of one user at once do not get in each other’s way', async () => {
  for (let round = 0; round < 5; round += 1) {
    // As many as may be tried before one is known to be good.
    const answers = await Promise.all(
      [1, 2, 3, 4].map(() => new ConsoleClient(server.base).call('POST', '/session', order)),
    )
    assert.deepEqual(
      answers.map(({ status }) => status),
      [200, 200, 200, 200],
    )
  }
})

test('signing out ends the session and takes the cookie back', async () => {
  const browser = await new ConsoleClient(server.base).signIn('ada@example.com')
  const { cookie } = browser
  assert.equal((await browser.call('DELETE', '/session')).status, 200)
  assert.match(browser.setCookie!, /^muster=; Path=\/; Max-Age=0;/)
  assert.equal((await browser.call('GET', '/session', undefined, { cookie })).status, 401)
})

test('a session ends when it is not used for twelve hours, and after seven days in any case', async () => {
  const idle = await new ConsoleClient(server.base).signIn('ada@example.com')
  const busy = await new ConsoleClient(server.base).signIn('ada@example.com')
  pass(11 * hour)
  assert.equal((await busy.call('GET', '/session')).status, 200)
  pass(2 * hour)
  assert.equal((await idle.call('GET', '/session')).status, 401)
  for (let hours = 13; hours < 7 * 24 - 11; hours += 11) {
    assert.equal((await busy.call('GET', '/session')).status, 200, `after ${hours} hours`)
    pass(11 * hour)
  }
  pass(11 * hour)
  assert.equal((await busy.call('GET', '/session')).status, 401)
})

test('an Authorization header is taken before the cookie, also a bad one', async () => {
  const browser = await new ConsoleClient(server.base).signIn('ada@example.com')
  const token = await server.getToken(await server.addClient({ scopes: ['read'] }))
  const authorization = `Bearer ${token}`
  assert.equal((await browser.call('GET', '/groups', undefined, { authorization })).status, 200)
  assert.equal((await browser.call('GET', '/applications', undefined, { authorization })).status, 403)
  assert.equal((await browser.call('GET', '/groups', undefined, { authorization: 'Bearer nonsense' })).status, 401)
  assert.equal((await browser.call('GET', '/groups', undefined, { authorization: 'Basic eA==' })).status, 401)
  assert.equal((await browser.call('GET', '/session', undefined, { authorization })).status, 403)
})

test('what is over of sign-ins is forgotten a day later; a session that lives is not', async () => {
  const browser = await new ConsoleClient(server.base).signIn('ada@example.com')
  await new ConsoleClient(server.base).call('POST', '/session/passkey/options')
  const ended = await new ConsoleClient(server.base).signIn('ada@example.com')
  await ended.call('DELETE', '/session')
  const count = async () =>
    (
      await server.services.pool.query(
        `select (select count(*) from user_session where ended_at is not null)::integer as ended,
           (select count(*) from sign_in_ceremony)::integer as ceremonies,
           (select count(*) from sign_in_counter)::integer as counters`,
      )
    ).rows[0]
  const before = await count()
  assert.ok(before.ended > 0 && before.ceremonies > 0 && before.counters > 0, JSON.stringify(before))
  for (let hours = 0; hours < 30; hours += 10) {
    pass(10 * hour)
    assert.equal((await browser.call('GET', '/session')).status, 200)
  }
  await applyRetention(server.services)
  assert.deepEqual(await count(), { ended: 0, ceremonies: 0, counters: 0 })
  assert.equal((await browser.call('GET', '/session')).status, 200)
})
