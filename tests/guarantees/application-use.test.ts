import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { createCall } from '../support/native-client.ts'
import { startWholeServer, type WholeServer } from '../support/whole-server.ts'

let server: WholeServer

before(async () => {
  server = await startWholeServer()
})
after(() => server.close())

test('an application shows when it was used last and from where; one that never was shows nothing', async () => {
  const operator = createCall(server.url, server.operatorToken)
  const { body: created } = await operator('POST', '/applications', { name: 'Service desk' })
  await operator('POST', '/applications', { name: 'Never used' })
  const form = new URLSearchParams({
    grant_type: 'client_credentials',
    client_id: created.client_id,
    client_secret: created.client_secret,
  })
  const { access_token } = (await (await fetch(`${server.url}/o/oauth/token?${form}`)).json()) as {
    access_token: string
  }
  assert.equal((await createCall(server.url, access_token)('GET', '/groups')).status, 200)
  for (;;) {
    const { items } = (await operator('GET', '/applications')).body
    const [never, used] = items
    if (used.last_used_at === null) continue
    assert.equal(used.last_used_from, '127.0.0.1')
    assert.ok(Math.abs(Date.parse(used.last_used_at) - Date.now()) < 60_000)
    assert.deepEqual([never.name, never.last_used_at, never.last_used_from], ['Never used', null, null])
    return
  }
})
