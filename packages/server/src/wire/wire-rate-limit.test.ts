import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { startTestHttpServer, type TestHttpServer } from '../../../../tests/support/http-server.ts'
import { wireRoutes } from './routes.ts'

let server: TestHttpServer

before(async () => {
  server = await startTestHttpServer(wireRoutes, { rateLimitPerMinute: 10 })
})

after(() => server.close())

test('the eleventh request to an API within a minute is refused, whatever its version; other APIs are not', async () => {
  const token = await server.getToken(await server.addClient())
  const post = (path: string) =>
    fetch(`${server.base}${path}?access_token=${token}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"types": "unexempt", "ids": ["nobody"], "HWID_list": ["nobody"]}',
    })
  const versions = ['v3', 'v3.1', 'v3.2', 'v3.3', 'v2'].map((version) => `/o/api/${version}/devices/action`)
  const remaining: string[] = []
  for (const path of [...versions, ...versions]) {
    const answer = await post(path)
    assert.notEqual(answer.status, 429)
    remaining.push(answer.headers.get('x-ratelimit-remaining') ?? '')
  }
  assert.deepEqual(remaining, ['9', '8', '7', '6', '5', '4', '3', '2', '1', '0'])
  const refused = await post(versions[1]!)
  assert.equal(refused.status, 429)
  const wait = Number(refused.headers.get('retry-after'))
  assert.ok(wait >= 1 && wait <= 60)
  assert.equal(refused.headers.get('x-ratelimit-reset-time'), String(wait))
  assert.equal((await post('/o/api/v2/devices/delete')).status, 200)
  assert.equal((await post('/o/api/v3.3/logs')).status, 200)
})

test('an application with a limit of its own has it in every answer, and keeps it when others used theirs up', async () => {
  const token = await server.getToken(await server.addClient({ name: 'raised', rateLimit: 250 }))
  const answer = await fetch(`${server.base}/o/api/v3.1/get_reports?type=agent_log&command_id=x&access_token=${token}`)
  assert.equal(answer.status, 404)
  assert.equal(answer.headers.get('x-ratelimit-limit'), '250')
  assert.equal(answer.headers.get('x-ratelimit-remaining'), '249')
  assert.equal(answer.headers.get('ratelimit-policy'), '"get-reports";q=250;w=60')
})
