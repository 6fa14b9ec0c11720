import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { addTestDevices } from '../../../../../tests/support/fleet.ts'
import { startTestHttpServer, type TestHttpServer } from '../../../../../tests/support/http-server.ts'
import { wireRoutes } from '../routes.ts'
import { deviceAction3 } from './versions.ts'

let server: TestHttpServer
let token: string

before(async () => {
  server = await startTestHttpServer(wireRoutes, { targetsMax: 20_000 })
  const names = Array.from({ length: 20 }, (_, index) => `d-${index}`)
  await addTestDevices(
    server.services.pool,
    server.accountId,
    names.map((deviceId) => ({ deviceId, hwid: `HW-${deviceId}` })),
  )
  token = await server.getToken(await server.addClient({ name: 'night job' }))
})

after(() => server.close())

const post = (path: string, body: unknown, headers: Record<string, string> = {}, as = token) =>
  fetch(server.base + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${as}`, ...headers },
    body: JSON.stringify(body),
  })

async function readActions(): Promise<{ type: string; channel: string; app_name: string; target_count: number }[]> {
  const { rows } = await server.services.pool.query(
    'select type, channel, app_name, target_count from action order by created_at, action_id',
  )
  return rows
}

test('every version records the channel and the application', async () => {
  const before = (await readActions()).length
  for (const { path } of deviceAction3) await post(path, { types: 'unexempt', ids: ['d-0'] })
  await post('/o/api/v2/devices/action', { types: 'unexempt', HWID_list: ['HW-d-0'] })
  await post('/o/api/v2/devices/HW-d-0/action?types=unexempt&opt=1', {})
  const added = (await readActions()).slice(before)
  assert.equal(added.length, 6)
  for (const { channel, app_name } of added) assert.deepEqual([channel, app_name], ['oauth_api', 'night job'])
})

for (const path of [
  '/o/api/v3.2/devices/action',
  '/o/api/v2/devices/action',
  '/o/api/v2/devices/HW-d-1/action?types=exempt_all&opt=1',
]) {
  test(`${path}: an Idempotency-Key sent again, also in parallel, is one action and one answer`, async () => {
    const body = {
      types: path.includes('v3') ? 'exempt' : 'exempt_all',
      ...(path.includes('v3') ? { ids: ['d-1'] } : { HWID_list: ['HW-d-1'] }),
    }
    const before = (await readActions()).length
    const key = { 'idempotency-key': `key for ${path}` }
    const answers = await Promise.all(Array.from({ length: 5 }, () => post(path, body, key)))
    const texts = await Promise.all(answers.map((answer) => answer.text()))
    const again = await (await post(path, body, key)).text()
    assert.deepEqual(
      answers.map(({ status }) => status),
      [200, 200, 200, 200, 200],
    )
    assert.deepEqual(new Set([...texts, again]), new Set([texts[0]]))
    assert.equal((await readActions()).length, before + 1)
    const other = await post(`${path}${path.includes('?') ? '&' : '?'}x=1`, body, key)
    assert.equal(other.status, 422)
  })
}

test('a token that is narrowed to one type does that type and no other', async () => {
  const narrow = await server.getToken(await server.addClient({ name: 'narrow', scopes: ['actions:exempt'] }))
  const path = '/o/api/v3.3/devices/action'
  const before = (await readActions()).length
  const refused = await post(path, { types: 'delete', ids: ['d-2'] }, {}, narrow)
  assert.equal(refused.status, 403)
  assert.equal(((await refused.json()) as { error: { code: string } }).error.code, 'insufficient_scope')
  assert.equal((await post('/o/api/v2/devices/HW-d-2/delete', {}, {}, narrow)).status, 403)
  assert.equal((await readActions()).length, before)
  assert.equal((await post(path, { types: 'exempt', ids: ['d-2'] }, {}, narrow)).status, 200)
})

test('as many identifiers as the setting allows are taken, one more is a 400', async () => {
  const ids = Array.from({ length: 20_000 }, (_, index) => `x-${index}`)
  const answer = await post('/o/api/v3.1/devices/action', { types: 'exempt', ids })
  const entries = (await answer.json()) as { id: string; status: number }[]
  assert.deepEqual(
    entries.map(({ id }) => id),
    ids,
  )
  const refused = await post('/o/api/v3.1/devices/action', { types: 'exempt', ids: [...ids, 'one more'] })
  assert.equal(refused.status, 400)
})

test('a device that version 2.0 does not find leaves no action behind', async () => {
  const before = (await readActions()).length
  assert.equal((await post('/o/api/v2/devices/nobody/action?types=exempt_all&opt=1', {})).status, 404)
  assert.equal((await post('/o/api/v2.2/devices/nobody/delete', {}, { 'idempotency-key': 'k' })).status, 404)
  assert.equal((await readActions()).length, before)
})

test('a HWID that reads as a MAC address is found where no device has that MAC address', async () => {
  await addTestDevices(server.services.pool, server.accountId, [{ deviceId: 'd-hw', hwid: 'aabbccddeeff' }])
  const answer = await post('/o/api/v2/devices/aabbccddeeff/delete', {}, { 'idempotency-key': 'mac-like' })
  assert.deepEqual(await answer.json(), { result: 1, msg: 'Device has been deleted' })
})

test('delete keeps, removes or archives the record as opt says', async () => {
  const send = (opt: number, name: string) => post('/o/api/v2/devices/delete', { HWID_list: [`HW-${name}`], opt })
  for (const [opt, name] of [
    [0, 'd-10'],
    [1, 'd-11'],
    [2, 'd-12'],
  ] as const)
    assert.equal((await send(opt, name)).status, 200)
  const { rows } = await server.services.pool.query(
    `select device_id, removed_at is not null as removed, archived from device where device_id in ('d-10', 'd-11', 'd-12') order by 1`,
  )
  assert.deepEqual(rows, [
    { device_id: 'd-10', removed: false, archived: false },
    { device_id: 'd-11', removed: true, archived: false },
    { device_id: 'd-12', removed: true, archived: true },
  ])
})
