import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { type ConsoleClient, setUpConsole, testPassword } from '../support/console-client.ts'
import { type NativeServer, startNativeServer } from '../support/native-client.ts'

let server: NativeServer
let ada: ConsoleClient
let now = new Date('2026-03-01T08:00:00Z')

before(async () => {
  server = await startNativeServer({ now: () => now })
  ada = await setUpConsole(server)
  for (const device_id of ['one', 'two', 'three']) {
    await ada.call('POST', '/devices/import', { device_id, agent_type: 'persistent', os: 'linux' })
  }
})
after(() => server?.close())

const wait = (minutes: number) => {
  now = new Date(now.getTime() + minutes * 60_000)
}
const remove = (device: string) => ada.call('POST', '/actions', { type: 'delete', devices: { ids: [device] } })

test('deleting devices is allowed for ten minutes after a sign-in, and then asks for another', async () => {
  assert.equal((await remove('one')).status, 201)
  wait(11)
  const refused = await remove('two')
  assert.deepEqual([refused.status, refused.body.error.code], [403, 'fresh_sign_in_needed'])
  assert.equal((await ada.call('GET', '/devices/two')).status, 200)
  const plan = await ada.call('POST', '/actions/plan', { type: 'delete', devices: { ids: ['two'] } })
  assert.equal(plan.status, 200)
  assert.equal((await ada.call('POST', '/actions', { type: 'exempt', devices: { ids: ['two'] } })).status, 201)
})

test('a confirmation makes the session fresh for ten minutes, and no other session', async () => {
  const other = new (ada.constructor as typeof ConsoleClient)(server.base)
  await other.signIn('ada@example.com')
  wait(11)
  assert.equal((await ada.call('GET', '/session')).body.fresh_until, null)
  const wrong = await ada.call('POST', '/session/fresh', { password: 'wrong' })
  assert.deepEqual([wrong.status, wrong.body.error.code], [401, 'wrong_credentials'])
  assert.equal((await remove('two')).status, 403)
  const { status, body } = await ada.call('POST', '/session/fresh', { password: testPassword })
  assert.deepEqual([status, body.fresh_until], [200, new Date(now.getTime() + 600_000).toISOString()])
  assert.equal((await remove('two')).status, 201)
  assert.equal((await other.call('POST', '/applications', { name: 'New' })).status, 403)
  wait(11)
  assert.equal((await remove('three')).status, 403)
})

test('a token is never asked for a fresh sign-in', async () => {
  const answer = await server.call('POST', '/actions', { type: 'delete', devices: { ids: ['three'] } })
  assert.equal(answer.status, 201)
})

test('nothing is not a proof, nor is a passkey without its ceremony', async () => {
  assert.equal((await ada.call('POST', '/session/fresh', {})).status, 400)
  const passkey = { id: 'AA', rawId: 'AA', type: 'public-key', response: {} }
  assert.equal((await ada.call('POST', '/session/fresh', { passkey })).status, 401)
  assert.equal((await ada.call('POST', '/session/fresh', { ceremony: 'msc_x', passkey })).status, 401)
  assert.equal((await ada.call('POST', '/session/fresh', { totp: '123456' })).status, 401)
  assert.equal((await ada.call('POST', '/session/fresh/options')).status, 409)
})
