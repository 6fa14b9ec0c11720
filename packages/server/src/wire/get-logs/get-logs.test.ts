import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { addTestAccount, addTestDevices } from '../../../../../tests/support/fleet.ts'
import { startTestHttpServer, type TestHttpServer } from '../../../../../tests/support/http-server.ts'
import { testCaller } from '../../../../../tests/support/services.ts'
import type { Caller } from '../../caller.ts'
import { applyAction } from '../../operations/apply-action.ts'
import { mutate, mutateAgain } from '../../operations/mutate.ts'
import { createWebhook } from '../../operations/webhooks/manage-webhooks.ts'
import { wireRoutes } from '../routes.ts'

interface LogRecord {
  timestamp: number
  event: string
  device_id: string
  device_name: string
  mac_addresses: string[]
  details: string
}

const begin = Date.parse('2026-05-01T00:00:00Z')
let now = begin
let server: TestHttpServer
let token: string

before(async () => {
  server = await startTestHttpServer(wireRoutes, { now: () => new Date(now) })
  const names = ['a', 'b', 'c', 'd', 'e', 'f']
  await addTestDevices(
    server.services.pool,
    server.accountId,
    names.map((name, index) => ({ deviceId: name, hostname: `host-${name}`, macs: [index + 1] })),
  )
  token = await server.getToken(await server.addClient({ name: 'inventory sync' }))
  const operator = testCaller(server.accountId, { channel: 'cli', application: undefined, userName: 'ada' })
  now += 1000
  await act('exempt', ['a', 'b', 'nobody'], { exempt_time: 8 })
  now += 1000
  await act('fetch_agent_log', ['a'])
  now += 1000
  await act('delete', ['e'])
  now += 1000
  await actAs(operator, 'delete', ['f'])
  now += 1000
  await server.services.pool.query(
    `insert into device_event (account_id, event_id, device_key, occurred_at, event, details)
     select $1, gen_random_uuid(), device_key, $2, 'added', '{"source": "agent"}' from device where device_id = 'c'`,
    [server.accountId, new Date(now)],
  )
})

after(() => server.close())

async function act(type: string, ids: string[], params = {}): Promise<void> {
  const answer = await fetch(`${server.base}/o/api/v3.3/devices/action`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({ types: type, ids, params }),
  })
  assert.equal(answer.status, 200)
}

async function actAs(caller: Caller, type: string, identifiers: string[]): Promise<void> {
  await mutate(server.services, caller, undefined, async (unit) => {
    const devices = { by: 'id', identifiers } as const
    await applyAction(server.services, unit, caller, { type, params: {}, edition: 'narrowed', devices })
    return { status: 200, contentType: 'application/json', body: '{}' }
  })
}

const send = (body: unknown, version = 'v3.3', as = token) =>
  fetch(`${server.base}/o/api/${version}/logs?access_token=${as}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })

async function getLogs(body: unknown, version = 'v3.3'): Promise<{ logs: LogRecord[]; next_token: string }> {
  const answer = await send(body, version)
  assert.equal(answer.status, 200, await answer.clone().text())
  return (await answer.json()) as { logs: LogRecord[]; next_token: string }
}

test('the device log has what happened, newest first; what an action did not apply to is not in it', async () => {
  const { logs, next_token } = await getLogs({ event_category: 'device' })
  assert.deepEqual(
    logs.map(({ event, device_id, timestamp }) => [event, device_id, timestamp - begin]),
    [
      ['added', 'c', 5000],
      ['deleted', 'f', 4000],
      ['deleted_api', 'e', 3000],
      ['fetch log', 'a', 2000],
      ['exempted', 'b', 1000],
      ['exempted', 'a', 1000],
    ],
  )
  assert.equal(next_token, '')
  const [, , , , exempted] = logs
  assert.equal(exempted?.device_name, 'host-b')
  assert.deepEqual(exempted?.mac_addresses, ['00:00:00:00:00:02'])
})

test('3.3 tells through what and by which application; 3.1 and 3.2 do not, and know no deleted_api', async () => {
  const [, byOperator, byApi] = (await getLogs({})).logs
  assert.match(byApi!.details, /; through the OAuth API, application inventory sync$/)
  assert.match(byOperator!.details, /; through the command line, user ada$/)
  for (const version of ['v3.1', 'v3.2']) {
    const { logs } = await getLogs({}, version)
    assert.deepEqual(
      logs.slice(1, 3).map(({ event }) => event),
      ['deleted', 'deleted'],
    )
    assert.doesNotMatch(JSON.stringify(logs), /through/)
  }
})

test('pages of every size hold the whole log once, in order', async () => {
  const all = (await getLogs({})).logs
  for (const limit of [1, 2, 4, 5, 6, 100]) {
    const seen: LogRecord[] = []
    let next: string | undefined
    do {
      const page: { logs: LogRecord[]; next_token: string } = await getLogs({ limit, ...(next && { token: next }) })
      assert.ok(page.logs.length <= limit)
      seen.push(...page.logs)
      next = page.next_token
    } while (next !== '')
    assert.deepEqual(seen, all)
  }
})

test('a filter of events picks theirs alone', async () => {
  const events = async (...names: string[]) =>
    (await getLogs({ filter: { events: names } })).logs.map(({ event, device_id }) => `${event} ${device_id}`)
  assert.deepEqual(await events('exempted'), ['exempted b', 'exempted a'])
  assert.deepEqual(await events('deleted_api'), ['deleted_api e'])
  assert.deepEqual(await events('deleted'), ['deleted f'])
  assert.deepEqual(await events('added', 'fetch log'), ['added c', 'fetch log a'])
  assert.deepEqual(await events('no such event'), [])
  assert.deepEqual(await events(), [])
  const older = await getLogs({ filter: { events: ['deleted'] } }, 'v3.2')
  assert.deepEqual(
    older.logs.map(({ device_id }) => device_id),
    ['f', 'e'],
  )
})

test('a period holds its ends, and age counts back from now', async () => {
  const ids = async (body: object) => (await getLogs(body)).logs.map(({ device_id }) => device_id)
  assert.deepEqual(await ids({ start_time: begin + 2000, end_time: begin + 4000 }), ['f', 'e', 'a'])
  assert.deepEqual(await ids({ age: 2 }), ['c', 'f', 'e'])
  assert.deepEqual(await ids({ age: 2, end_time: begin + 3000 }), ['e'])
  assert.deepEqual(await ids({ end_time: begin }), [])
})

test('the admin log has what applications and people did, with their names in 3.3', async () => {
  const { logs } = await getLogs({ event_category: 'admin' })
  assert.deepEqual(
    logs.map(({ event }) => event),
    ['action.applied', 'action.applied', 'action.applied', 'action.applied', 'token.issued', 'application.created'],
  )
  assert.match(logs[0]!.details, /type delete.*; through the command line, user ada$/)
  assert.match(logs[4]!.details, /application inventory sync$/)
  const page = await getLogs({ event_category: 'admin', limit: 2, filter: { events: ['action.applied'] } })
  const rest = await getLogs({
    event_category: 'admin',
    filter: { events: ['action.applied'] },
    token: page.next_token,
  })
  assert.deepEqual([page.logs.length, rest.logs.length, rest.next_token], [2, 2, ''])
  assert.deepEqual((await getLogs({ event_category: 'admin', age: 1 })).logs.length, 1)
})

test('the webhook log tells what was done about webhooks, and nothing else', async () => {
  assert.deepEqual(await getLogs({ event_category: 'webhook' }), { logs: [], next_token: '' })
  const caller = testCaller(server.accountId)
  const webhook = { url: 'https://siem.example.com/', event_types: ['device.added' as const] }
  await mutateAgain(server.services, (unit) => createWebhook(server.services, unit, caller, webhook))
  const { logs } = await getLogs({ event_category: 'webhook' })
  assert.deepEqual(
    logs.map(({ event }) => event),
    ['webhook.created'],
  )
})

test('an account sees nothing of another, not even with its token of a page', async () => {
  const stranger = await addTestAccount(server.services.pool, 'stranger')
  const strangerToken = await server.getToken(await server.addClient({ accountId: stranger }))
  const { next_token } = await getLogs({ limit: 1 })
  const answer = await send({ token: next_token }, 'v3.3', strangerToken)
  assert.deepEqual(await answer.json(), { logs: [], next_token: '' })
})

const bad: [body: unknown, field: string][] = [
  [[], 'body'],
  [{ event_category: 'all' }, 'event_category'],
  [{ event_category: null }, 'event_category'],
  [{ limit: 0 }, 'limit'],
  [{ limit: 101 }, 'limit'],
  [{ limit: '10' }, 'limit'],
  [{ limit: 1.5 }, 'limit'],
  [{ token: 7 }, 'token'],
  [{ token: 'nonsense' }, 'token'],
  [{ token: Buffer.from('["device-log",1,"x",2]').toString('base64url') }, 'token'],
  [
    { token: Buffer.from('["device-log",1e300,"00000000-0000-0000-0000-000000000000",2]').toString('base64url') },
    'token',
  ],
  [{ start_time: '2026' }, 'start_time'],
  [{ end_time: -1 }, 'end_time'],
  [{ start_time: 2, end_time: 1 }, 'start_time'],
  [{ age: -1 }, 'age'],
  [{ filter: [] }, 'filter'],
  [{ filter: { events: 'exempted' } }, 'filter'],
  [{ filter: { events: [1] } }, 'filter'],
]
for (const [body, field] of bad) {
  test(`${JSON.stringify(body)} is a 400 that names ${field}`, async () => {
    const answer = await send(body)
    assert.equal(answer.status, 400)
    const { error } = (await answer.json()) as { error: { errors: { field: string }[] } }
    assert.deepEqual(
      error.errors.map((each) => each.field),
      [field],
    )
  })
}
