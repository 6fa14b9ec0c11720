import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { createCall, type NativeServer, startNativeServer } from '../../../../tests/support/native-client.ts'

let server: NativeServer

before(async () => {
  server = await startNativeServer()
})
after(() => server.close())

/** Every row of every table, as text. */
async function dumpDatabase(): Promise<string> {
  const { rows } = await server.services.pool.query<{ name: string }>(
    `select tablename as name from pg_tables where schemaname = 'public'`,
  )
  const dumps = rows.map(({ name }) =>
    server.services.pool.query(`select string_agg(t::text, E'\\n') as text from (select * from "${name}") t`),
  )
  return (await Promise.all(dumps)).map(({ rows: [row] }) => row.text ?? '').join('\n')
}

test('a secret and a token are shown once, and are nowhere in the database, its answers kept for retries, or the log', async () => {
  const key = (name: string) => ({ 'idempotency-key': name })
  const app = await server.call('POST', '/applications', { name: 'Desk' }, key('a'))
  const token = await server.call('POST', '/enrolment-tokens', {}, key('t'))
  assert.match(app.body.client_secret, /^[A-Z0-9]{48}$/)
  assert.match(app.body.client_id, /^[A-Z0-9]{48}$/)
  assert.match(token.body.token, /^mse_[A-Za-z0-9_-]{43}$/)
  assert.equal((await server.call('POST', '/applications', { name: 'Desk' }, key('a'))).text, app.text)
  assert.doesNotMatch((await server.call('GET', '/applications')).text, /secret/)
  const everywhere = (await dumpDatabase()) + server.logged.join('\n')
  assert.ok(everywhere.includes(app.body.client_id))
  for (const secret of [app.body.client_secret, token.body.token]) {
    const forms = [secret, Buffer.from(secret).toString('hex'), Buffer.from(secret).toString('base64').slice(0, 40)]
    for (const form of forms) assert.ok(!everywhere.includes(form))
  }
})

test('revoking an application ends its tokens at once, and those of no other', async () => {
  const doomed = await server.addClient({ scopes: ['read'] })
  const call = createCall(server.base, await server.getToken(doomed))
  const other = await server.as('read')
  assert.equal((await call('GET', '/devices')).status, 200)
  const revoked = await server.call('POST', `/applications/${doomed.appId}/revoke`)
  assert.notEqual(revoked.body.revoked_at, null)
  assert.equal((await call('GET', '/devices')).status, 401)
  assert.equal((await other('GET', '/devices')).status, 200)
  assert.equal(await server.getToken(doomed), undefined)
  const { items } = (await server.call('GET', '/audit?event=application.revoked')).body
  assert.deepEqual([items[0].details.app_id, items[0].details.tokens], [doomed.appId, 1])
  assert.equal((await server.call('POST', '/applications/01933b5e-7c1a-7d6f-9a4c-2f1f0c3a7b11/revoke')).status, 404)
})

test('an application cannot be given the rights of an operator, nor a scope that is not there', async () => {
  for (const scopes of [['admin'], ['actions:format_disk'], [], ['read', 'read']]) {
    assert.equal((await server.call('POST', '/applications', { name: 'x', scopes })).status, 400)
  }
})

test('an enrolment token is bound to its group, its uses and its time', async () => {
  await server.call('POST', '/groups', { group_id: 'lab', name: 'Lab' })
  const { body } = await server.call('POST', '/enrolment-tokens', { group_id: 'lab', uses: 7, expires_in_seconds: 60 })
  const lifetime = Date.parse(body.expires_at) - Date.parse(body.created_at)
  assert.deepEqual([body.group_id, body.uses_left, lifetime], ['lab', 7, 60_000])
  for (const wrong of [{ group_id: 'nowhere' }, { uses: 0 }, { uses: 100_001 }, { expires_in_seconds: 2_592_001 }]) {
    assert.equal((await server.call('POST', '/enrolment-tokens', wrong)).status, 400, JSON.stringify(wrong))
  }
  const revoked = await server.call('DELETE', `/enrolment-tokens/${body.token_id}`)
  assert.notEqual(revoked.body.revoked_at, null)
  assert.equal((await server.call('DELETE', `/enrolment-tokens/${body.token_id}`)).text, revoked.text)
})

test('a name with half a character is refused with its field, and nothing else is stored in its place', async () => {
  const { status, body } = await server.call('POST', '/groups', { group_id: 'half', name: 'Half \ud83d' })
  assert.deepEqual([status, body.error.errors[0].field], [400, 'name'])
  const whole = await server.call('POST', '/groups', { group_id: 'whole', name: 'Whole \u{1f600}' })
  assert.deepEqual([whole.status, whole.body.name], [201, 'Whole \u{1f600}'])
  const { body: groups } = await server.call('GET', '/groups')
  assert.ok(groups.items.every(({ group_id }: { group_id: string }) => group_id !== 'half'))
})

test('the default group stays, and a group with devices goes only once it is said where they go', async () => {
  assert.equal((await server.call('DELETE', '/groups/default')).status, 409)
  await server.call('POST', '/groups', { group_id: 'old', name: 'Old' })
  await server.call('POST', '/groups', { group_id: 'new', name: 'New' })
  assert.equal((await server.call('POST', '/groups', { group_id: 'old', name: 'Again' })).status, 409)
  await server.call('POST', '/devices/import', [
    { device_id: 'stays', group_id: 'old' },
    { device_id: 'gone', group_id: 'old' },
  ])
  await server.call('POST', '/actions', { type: 'delete', devices: { ids: ['gone'] } })
  const token = (await server.call('POST', '/enrolment-tokens', { group_id: 'old' })).body
  const refused = await server.call('DELETE', '/groups/old')
  assert.deepEqual([refused.status, refused.body.error.errors[0].field], [409, 'move_to'])
  assert.equal((await server.call('DELETE', '/groups/old?move_to=nowhere')).status, 400)
  assert.equal((await server.call('DELETE', '/groups/old?move_to=old')).status, 400)
  assert.deepEqual((await server.call('DELETE', '/groups/old?move_to=new')).body, { moved: 1 })
  assert.equal((await server.call('GET', '/devices/stays')).body.group_id, 'new')
  assert.equal((await server.call('GET', '/groups/old')).status, 404)
  const { items } = (await server.call('GET', '/enrolment-tokens')).body
  assert.equal(items.find(({ token_id }: { token_id: string }) => token_id === token.token_id).group_id, 'new')
})

test('deleting a group while devices move into it leaves none without a group', async () => {
  await server.call('POST', '/groups', { group_id: 'racy', name: 'Racy' })
  const ids = Array.from({ length: 20 }, (_, index) => `racer-${index}`)
  await server.call(
    'POST',
    '/devices/import',
    ids.map((device_id) => ({ device_id })),
  )
  const moves = ids.map((id) =>
    server.call('POST', '/actions', { type: 'assign_to_group', params: { group_id: 'racy' }, devices: { ids: [id] } }),
  )
  const [deleted, ...moved] = await Promise.all([server.call('DELETE', '/groups/racy?move_to=new'), ...moves])
  assert.equal(deleted!.status, 200, deleted!.text)
  for (const { status, text } of moved) assert.equal(status, 201, text)
  for (const id of ids) assert.match((await server.call('GET', `/devices/${id}`)).body.group_id, /^(new|default)$/)
})
