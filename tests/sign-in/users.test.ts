import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { ConsoleClient, setUpConsole, testPassword } from '../support/console-client.ts'
import { createCall, listAll, type NativeServer, startNativeServer } from '../support/native-client.ts'

let server: NativeServer
let ada: ConsoleClient
let adaId: string
let now = new Date('2026-03-01T08:00:00Z')

before(async () => {
  server = await startNativeServer({ now: () => now })
  ada = await setUpConsole(server)
  adaId = (await ada.call('GET', '/session')).body.user.user_id
})
after(() => server?.close())

const tokenOf = (link: string) => link.split('#token=')[1]!

async function invite(email: string, role: string) {
  const { status, body, text } = await ada.call('POST', '/users', { email, name: email.split('@')[0], role })
  assert.equal(status, 201, text)
  return { id: body.user_id as string, token: tokenOf(body.invitation_link) }
}

async function join(email: string, role: string) {
  const { id, token } = await invite(email, role)
  const browser = new ConsoleClient(server.base)
  const { status, body } = await browser.call('POST', '/invitations/accept', { token, password: testPassword })
  assert.deepEqual([status, body.state], [200, 'signed_in'])
  return { id, browser }
}

test('who is invited sees by whom he is meant, chooses a password, and is signed in; once', async () => {
  const { token } = await invite('grace@example.com', 'operator')
  const browser = new ConsoleClient(server.base)
  const shown = (await browser.call('POST', '/invitations/show', { token })).body
  assert.deepEqual([shown.email, shown.role], ['grace@example.com', 'operator'])
  assert.equal((await browser.call('POST', '/invitations/accept', { token, password: 'short' })).status, 400)
  const order = { token, password: testPassword, name: 'Grace Hopper' }
  const racers = await Promise.all(
    [1, 2, 3].map(() => new ConsoleClient(server.base).call('POST', '/invitations/accept', order)),
  )
  assert.deepEqual(racers.map(({ status }) => status).sort(), [200, 404, 404])
  assert.equal((await browser.call('POST', '/invitations/show', { token })).status, 404)
  await browser.signIn('grace@example.com')
  assert.equal((await browser.call('GET', '/session')).body.user.name, 'Grace Hopper')
})

test('an invitation ends after seven days, with a newer one, and when the user is disabled', async () => {
  const browser = new ConsoleClient(server.base)
  const show = async (token: string) => (await browser.call('POST', '/invitations/show', { token })).status
  const { id, token } = await invite('late@example.com', 'viewer')
  const newer = tokenOf((await ada.call('POST', `/users/${id}/invite`)).body.invitation_link)
  assert.deepEqual([await show(token), await show(newer)], [404, 200])
  await ada.call('POST', `/users/${id}/disable`)
  assert.equal(await show(newer), 404)
  assert.equal((await ada.call('POST', `/users/${id}/invite`)).status, 409)
  await ada.call('POST', `/users/${id}/enable`)
  assert.equal(await show(newer), 200)
  const before = now
  now = new Date(now.getTime() + 7 * 24 * 3_600_000)
  assert.equal(await show(newer), 404)
  now = before
})

test('an address belongs to one user, in whatever capitals', async () => {
  const answer = await ada.call('POST', '/users', { email: 'ADA@EXAMPLE.COM', name: 'Other', role: 'viewer' })
  assert.deepEqual([answer.status, answer.body.error.errors[0].field], [409, 'email'])
})

test('a new role counts at the next request', async () => {
  const { id, browser } = await join('promoted@example.com', 'viewer')
  const create = () => browser.call('POST', '/groups', { name: 'New' })
  const refused = await create()
  assert.deepEqual([refused.status, refused.body.error.code], [403, 'insufficient_scope'])
  assert.equal((await ada.call('PATCH', `/users/${id}`, { role: 'operator' })).body.role, 'operator')
  assert.equal((await create()).status, 201)
})

test('the last administrator is neither demoted, disabled nor deleted, also by two who do it to each other', async () => {
  for (const [method, path, body] of [
    ['PATCH', '', { role: 'operator' }],
    ['POST', '/disable', undefined],
    ['DELETE', '', undefined],
  ] as const) {
    const { status, body: answer } = await ada.call(method, `/users/${adaId}${path}`, body)
    assert.deepEqual([status, answer.error.code], [409, 'conflict'])
  }
  // One who never chose a password cannot let anybody in.
  const idle = await invite('idle@example.com', 'administrator')
  assert.equal((await ada.call('POST', `/users/${adaId}/disable`)).status, 409)
  await ada.call('DELETE', `/users/${idle.id}`)
  const second = await join('second@example.com', 'administrator')
  const answers = await Promise.all([
    ada.call('PATCH', `/users/${second.id}`, { role: 'viewer' }),
    second.browser.call('PATCH', `/users/${adaId}`, { role: 'viewer' }),
  ])
  const { rows } = await server.services.pool.query(`select user_id from app_user where role = 'administrator'`)
  assert.equal(rows.length, 1, answers.map(({ text }) => text).join())
  const operator = createCall(server.base, await server.getToken(await server.addClient({ scopes: ['admin'] })))
  assert.equal((await operator('PATCH', `/users/${adaId}`, { role: 'administrator' })).status, 200)
  assert.equal((await operator('DELETE', `/users/${second.id}`)).status, 200)
})

test('a disabled user is out at once, and cannot come in; enabled again, he can', async () => {
  const { id, browser } = await join('leaver@example.com', 'operator')
  await ada.call('POST', `/users/${id}/disable`)
  assert.equal((await browser.call('GET', '/session')).status, 401)
  const again = await browser.call('POST', '/session', { email: 'leaver@example.com', password: testPassword })
  assert.deepEqual([again.status, again.body.error.code], [401, 'wrong_credentials'])
  await ada.call('POST', `/users/${id}/enable`)
  assert.equal((await browser.call('GET', '/session')).status, 401)
  await browser.signIn('leaver@example.com')
})

test('users are listed by address whatever its capitals, and a page goes on where the one before ended', async () => {
  for (const email of ['List.b@example.com', 'list.A@example.com', 'LIST.c@example.com', 'list.Ä@example.com']) {
    await invite(email, 'viewer')
  }
  const users = await listAll((...request) => ada.call(...request), '/users', 1)
  const listed = users.map(({ email }) => email).filter((email) => /^list\./i.test(email))
  assert.deepEqual(listed, ['list.A@example.com', 'List.b@example.com', 'LIST.c@example.com', 'list.Ä@example.com'])
})

test('a deleted user is gone with the saved views, and the audit log still names who did what', async () => {
  const { id, browser } = await join('gone@example.com', 'operator')
  const view = { page: 'devices', name: 'Mine', search: 'online=true' }
  assert.equal((await browser.call('POST', '/saved-views', view)).status, 201)
  assert.equal((await ada.call('POST', '/saved-views', view)).status, 201)
  await browser.call('POST', '/groups', { name: 'Made by one who left', group_id: 'legacy' })
  assert.equal((await ada.call('DELETE', `/users/${id}`)).body.email, 'gone@example.com')
  assert.equal((await browser.call('GET', '/session')).status, 401)
  assert.equal((await ada.call('GET', `/users/${id}`)).status, 404)
  const { rows } = await server.services.pool.query('select owner from saved_view')
  assert.deepEqual(rows, [{ owner: `user ${adaId}` }])
  const { items } = (await ada.call('GET', '/audit?event=group.created&limit=1')).body
  assert.equal(items[0].user, 'gone@example.com')
})

test('sessions are listed with where they are used, and ended one by one, all others, or by an administrator', async () => {
  const { id, browser } = await join('roaming@example.com', 'viewer')
  const others = [
    await new ConsoleClient(server.base).signIn('roaming@example.com'),
    await new ConsoleClient(server.base).signIn('roaming@example.com'),
    await new ConsoleClient(server.base).signIn('roaming@example.com'),
  ]
  const { items } = (await browser.call('GET', '/profile/sessions')).body
  assert.equal(items.length, 4)
  assert.equal(items.filter(({ current }: { current: boolean }) => current).length, 1)
  assert.deepEqual([items[0].peer, items[0].user_agent], ['127.0.0.1', 'Test browser'])
  const first = (await others[0]!.call('GET', '/session')).body.session_id
  assert.equal((await browser.call('DELETE', `/profile/sessions/${first}`)).status, 200)
  assert.equal((await others[0]!.call('GET', '/session')).status, 401)
  assert.equal((await ada.call('DELETE', `/profile/sessions/${first}`)).status, 404)
  assert.equal((await browser.call('POST', '/profile/sessions/end-others')).body.ended, 2)
  assert.equal((await others[2]!.call('GET', '/session')).status, 401)
  assert.equal((await browser.call('GET', '/session')).status, 200)
  const another = await new ConsoleClient(server.base).signIn('roaming@example.com')
  const { session_id } = (await another.call('GET', '/session')).body
  assert.equal((await ada.call('DELETE', `/users/${adaId}/sessions/${session_id}`)).status, 404)
  assert.equal((await ada.call('DELETE', `/users/${id}/sessions/${session_id}`)).body.session_id, session_id)
  assert.equal((await another.call('GET', '/session')).status, 401)
  assert.equal((await ada.call('GET', `/users/${id}/sessions`)).body.items.length, 1)
  assert.equal((await ada.call('POST', `/users/${id}/sessions/end`)).body.ended, 1)
  assert.equal((await browser.call('GET', '/session')).status, 401)
})

test('a new password ends the user’s other sessions', async () => {
  const { browser } = await join('careful@example.com', 'viewer')
  const other = await new ConsoleClient(server.base).signIn('careful@example.com')
  const password = 'a much better password'
  assert.equal((await browser.call('PUT', '/profile/password', { password })).status, 200)
  assert.equal((await other.call('GET', '/session')).status, 401)
  assert.equal((await browser.call('GET', '/session')).status, 200)
  assert.equal(
    (await other.call('POST', '/session', { email: 'careful@example.com', password: testPassword })).status,
    401,
  )
  await other.signIn('careful@example.com', password)
})
