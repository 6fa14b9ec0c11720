import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { listAll, type NativeServer, startNativeServer } from '../../../../tests/support/native-client.ts'
import { endExemptions } from '../jobs/end-exemptions.ts'

let server: NativeServer
let now = new Date('2026-06-15T12:00:00Z')
const ids = Array.from({ length: 9 }, (_, index) => `dev-${index}`)

before(async () => {
  server = await startNativeServer({ now: () => now })
  const imported = await server.call(
    'POST',
    '/devices/import',
    ids.map((device_id) => ({ device_id, status: 'compliant', agent_type: 'persistent' })),
  )
  assert.equal(imported.body.created, ids.length, imported.text)
})
after(() => server.close())

async function act(type: string, devices: object, params: object = {}): Promise<string> {
  const { body, text } = await server.call('POST', '/actions', { type, params, devices })
  assert.ok(body.action_id, text)
  return body.action_id
}

const list = async (state: string, limit = 1) => listAll(server.call, `/exemptions?state=${state}`, limit)
const idsOf = (items: { device_id: string }[]) => items.map(({ device_id }) => device_id)

test('exemptions are listed by what ends next, for ever and ended, each with who and since when', async () => {
  const long = await act('exempt', { ids: ids.slice(0, 3) }, { hours: 100, scope: 'critical' })
  const short = await act('exempt', { ids: ids.slice(3, 5) }, { hours: 2 })
  await act('exempt', { ids: ids.slice(5, 8) }, { hours: 0 })
  assert.deepEqual(idsOf(await list('ending')), ['dev-3', 'dev-4', 'dev-0', 'dev-1', 'dev-2'])
  assert.deepEqual(idsOf(await list('endless')), ['dev-5', 'dev-6', 'dev-7'])
  const [, , third] = await list('ending', 5)
  assert.deepEqual(
    [third.action_id, third.since, third.until, third.scope, third.channel, third.ended_at],
    [long, now.toISOString(), '2026-06-19T16:00:00.000Z', 'critical', 'native_api', null],
  )
  assert.deepEqual((await server.call('GET', '/exemptions/counts')).body, {
    ending: 5,
    ending_in_24_hours: 2,
    ending_in_7_days: 5,
    endless: 3,
  })
  now = new Date(now.getTime() + 3 * 3_600_000)
  assert.deepEqual(idsOf(await list('ending')), ['dev-0', 'dev-1', 'dev-2'])
  await endExemptions(server.services)
  const ended = await list('ended')
  assert.deepEqual(idsOf(ended), ['dev-4', 'dev-3'])
  assert.deepEqual([ended[0].action_id, ended[0].ended_by], [short, 'time'])
})

test('a lease is ended now, or extended, by actions on a filter that means its devices', async () => {
  const [first] = await list('ending', 3)
  now = new Date(now.getTime() + 1000)
  await act('exempt', { ids: ['dev-1'] }, { hours: 500 })
  await act('unexempt', { filter: { exempt_by: [first.action_id] } })
  assert.deepEqual(idsOf(await list('ending')), ['dev-1'])
  const [latest, next] = await list('ended', 5)
  assert.deepEqual(
    [latest, next].map(({ device_id, action_id, ended_by }) => [device_id, action_id, ended_by]),
    [
      ['dev-2', first.action_id, 'action'],
      ['dev-0', first.action_id, 'action'],
    ],
  )
})
