import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { actionTypes } from '@muster/core/action/types/index.ts'
import { nativeRoutes } from '@muster/server/native-api/routes.ts'
import { wireRoutes } from '@muster/server/wire/routes.ts'
import { addTestDevices } from '../support/fleet.ts'
import { startTestHttpServer, type TestHttpServer } from '../support/http-server.ts'
import { logStatements } from '../support/statement-log.ts'

let server: TestHttpServer
let token: string
let statements: ReturnType<typeof logStatements>
const fleetSize = 20_000
const ids = Array.from({ length: fleetSize }, (_, index) => `dev-${index}`)
const macs = ids.map((_, index) => (index + 1).toString(16).padStart(12, '0'))

before(async () => {
  server = await startTestHttpServer((services) => [...wireRoutes(services), ...nativeRoutes(services)])
  await addTestDevices(
    server.services.pool,
    server.accountId,
    ids.map((deviceId, index) => ({ deviceId, hwid: `HW-${deviceId}`, macs: [index + 1], os: 'windows' })),
  )
  token = await server.getToken(await server.addClient({ scopes: ['read', 'actions', 'admin'] }))
  statements = logStatements(server.services.pool)
})

after(() => server.close())

async function post(path: string, body: object, expected = 200): Promise<unknown> {
  const answer = await fetch(server.base + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify(body),
  })
  const text = await answer.text()
  assert.equal(answer.status, expected, text.slice(0, 500))
  return JSON.parse(text)
}

/** What a request costs. Who asks is looked up every few seconds; how to go about it is asked by large ones alone. */
async function cost(path: string, body: object, expected?: number): Promise<string[]> {
  statements.take()
  await post(path, body, expected)
  return statements
    .take()
    .filter((text) => !/^(find-token|choose-way|set local)/.test(text))
    .map((text) => text.replace(/-of-(each|most)(-past-equal-work)?/, ''))
}

const wirePath = '/o/api/v3.3/devices/action'
const small = 10
const large = 10_000

for (const { name } of actionTypes) {
  if (name === 'delete') continue
  for (const [list, all] of [
    ['ids', ids],
    ['macs', macs],
  ] as const) {
    test(`${name} of ${large} devices by ${list} takes the same statements as of ${small}`, async () => {
      const of = (count: number, from = 0) =>
        cost(wirePath, { types: name, [list]: [...all.slice(from, from + count), 'nobody', all[from]!] })
      await of(1)
      const few = await of(small, fleetSize - small)
      const many = await of(large)
      assert.ok(few.length > 5)
      assert.deepEqual(many, few)
    })
  }
}

test('planning, applying by filter, cancelling and deleting take a number of statements that does not grow', async () => {
  const byFilter = (prefix: string) => ({ type: 'dhcprenew', devices: { filter: { q: prefix } } })
  // dev-123, dev-1230 … dev-12399: 111 of them; dev-1, dev-10 … dev-19999: half of all.
  const plans = [
    await cost('/api/v1/actions/plan', byFilter('dev-123')),
    await cost('/api/v1/actions/plan', byFilter('dev-1')),
  ]
  assert.deepEqual(plans[1], plans[0])
  const applied = [
    await cost('/api/v1/actions', byFilter('dev-123'), 201),
    await cost('/api/v1/actions', byFilter('dev-1'), 201),
  ]
  assert.deepEqual(applied[1], applied[0])

  const cancels: string[][] = []
  for (const count of [small, large]) {
    const devices = { ids: ids.slice(-count) }
    const { action_id } = (await post('/api/v1/actions', { type: 're-identify', devices }, 201)) as {
      action_id: string
    }
    cancels.push(await cost(`/api/v1/actions/${action_id}/cancel`, {}))
  }
  assert.deepEqual(cancels[1], cancels[0])

  const deletes: string[][] = []
  for (const chunk of [ids.slice(0, small), ids.slice(-large)])
    deletes.push(await cost(wirePath, { types: 'delete', ids: chunk }))
  assert.deepEqual(deletes[1], deletes[0])
})
