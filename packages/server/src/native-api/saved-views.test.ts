import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { type NativeServer, startNativeServer } from '../../../../tests/support/native-client.ts'

let server: NativeServer

before(async () => {
  server = await startNativeServer()
})
after(() => server.close())

test('a saved view is its owner’s alone: nobody else lists, changes or deletes it', async () => {
  const view = { page: 'devices', name: 'Kiosks', search: 'group_id=kiosks' }
  const { body } = await server.call('POST', '/saved-views', view)
  const other = await server.as('read', 'actions', 'admin')
  const path = `/saved-views/${body.view_id}`
  assert.deepEqual((await other('GET', '/saved-views')).body.items, [])
  assert.equal((await other('PATCH', path, { name: 'Mine' })).status, 404)
  assert.equal((await other('DELETE', path)).status, 404)
  assert.equal((await other('POST', '/saved-views', view)).status, 201)
  assert.deepEqual((await server.call('GET', '/saved-views?page=devices')).body.items, [body])
  assert.deepEqual((await server.call('GET', '/saved-views?page=actions')).body.items, [])
})

test('a name is used once a page, and a view keeps what is not changed', async () => {
  const add = (page: string, name: string) => server.call('POST', '/saved-views', { page, name, search: 'a=b' })
  const first = (await add('actions', 'A')).body
  assert.equal((await add('actions', 'A')).status, 409)
  assert.equal((await add('findings', 'A')).status, 201)
  const second = (await add('actions', 'B')).body
  assert.equal((await server.call('PATCH', `/saved-views/${second.view_id}`, { name: 'A' })).status, 409)
  const changed = (await server.call('PATCH', `/saved-views/${first.view_id}`, { search: 'c=d' })).body
  assert.deepEqual([changed.name, changed.search, changed.created_at], ['A', 'c=d', first.created_at])
  assert.equal((await server.call('DELETE', `/saved-views/${first.view_id}`)).status, 200)
  assert.equal((await server.call('DELETE', `/saved-views/${first.view_id}`)).status, 404)
})
