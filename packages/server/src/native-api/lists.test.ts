import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { DeviceFilter } from '@muster/core/device/device-filter.ts'
import { agentTypes, deviceStatuses, deviceTypes, operatingSystems } from '@muster/core/device/facts.ts'
import fc from 'fast-check'
import { listAll, type NativeServer, startNativeServer } from '../../../../tests/support/native-client.ts'

interface Described {
  device_id: string
  hostname: string
  nickname: string
  device_type: string
  os: string
  status: string
  agent_type: string
  group_id: string
  online: boolean
  macs: string[]
}

let server: NativeServer
let fleet: Described[]
const groups = ['default', 'kiosks', 'floor.2']

before(async () => {
  server = await startNativeServer()
  for (const group_id of groups.slice(1)) await server.call('POST', '/groups', { group_id, name: group_id })
  const pick = <T>(values: readonly T[], index: number) => values[index % values.length]!
  fleet = Array.from({ length: 137 }, (_, index) => ({
    device_id: `dev-${index}`,
    hostname: pick(['Alpha', 'beta%', 'ga_mma', "o'neil", ''], index * 7),
    nickname: pick(['', 'Kiosk', 'ALPHA two'], index * 5),
    device_type: pick(deviceTypes, index * 3),
    os: pick(operatingSystems, index),
    status: pick(deviceStatuses, index * 2),
    agent_type: pick(agentTypes, index * 11),
    group_id: pick(groups, index * 13),
    online: index % 4 === 0,
    macs: [`00:00:00:00:${(index % 100).toString(16).padStart(2, '0')}:0f`],
  }))
  const rows = fleet.map(({ online: _, ...row }) => row)
  assert.equal((await server.call('POST', '/devices/import', rows)).body.created, fleet.length)
  await server.services.pool.query(
    `insert into device_presence (account_id, device_key, online)
     select account_id, device_key, true from device where device_id = any($1)`,
    [fleet.filter(({ online }) => online).map(({ device_id }) => device_id)],
  )
})
after(() => server.close())

const some = (values: readonly string[]) => fc.subarray([...values], { minLength: 1, maxLength: 3 })
const filters = fc.record(
  {
    device_type: some(deviceTypes),
    os: some(operatingSystems),
    status: some(deviceStatuses),
    agent_type: some(agentTypes),
    group_id: some([...groups, 'nowhere']),
    online: fc.boolean(),
    q: fc.constantFrom('dev-1', 'alpha', 'ALPHA', '%', '_', "'", 'kiosk', '00-00-00-00-07-0F', 'zzz'),
  },
  { requiredKeys: [] },
) as fc.Arbitrary<DeviceFilter>

/** The filter's meaning, said a second time. */
function matches(device: Described, { q, online, ...lists }: DeviceFilter): boolean {
  const text = q?.toLowerCase()
  const texts = [device.device_id, device.hostname, device.nickname].map((value) => value.toLowerCase())
  const named =
    text === undefined || texts.some((value) => value.includes(text)) || device.macs[0] === text.replaceAll('-', ':')
  const inLists = Object.entries(lists).every(([key, values]) =>
    (values as readonly string[]).includes(device[key as 'os']),
  )
  return named && inLists && (online === undefined || device.online === online)
}

function toQuery(filter: DeviceFilter, repeat: boolean): string {
  const query = new URLSearchParams()
  for (const [key, value] of Object.entries(filter)) {
    if (Array.isArray(value) && repeat) for (const one of value) query.append(key, one)
    else query.append(key, [value].flat().join(','))
  }
  return query.toString()
}

test('for any filter, the listed, the exported, the planned and the applied devices are the matching ones', async () => {
  await fc.assert(
    fc.asyncProperty(filters, fc.boolean(), fc.integer({ min: 1, max: 60 }), async (filter, repeat, limit) => {
      const expected = fleet.filter((device) => matches(device, filter)).map(({ device_id }) => device_id)
      const query = toQuery(filter, repeat)
      const ids = (items: { device_id: string }[]) => items.map(({ device_id }) => device_id)
      assert.deepEqual(ids(await listAll(server.call, `/devices?${query}`, limit)), expected)
      const exported = await server.call('GET', `/devices.csv?${query}`)
      assert.deepEqual(
        exported.text
          .trim()
          .split('\r\n')
          .slice(1)
          .map((line) => line.split(',')[0]),
        expected,
      )
      if (Object.keys(filter).length === 0) return
      const order = { type: 're-identify', devices: { filter } }
      const plan = await server.call('POST', '/actions/plan', order)
      assert.deepEqual(ids(plan.body.targets), expected)
      const applied = await server.call('POST', '/actions', order)
      assert.deepEqual(ids(applied.body.targets), expected)
      assert.deepEqual(ids(await listAll(server.call, `/actions/${applied.body.action_id}/targets`, limit)), expected)
    }),
    { numRuns: 40 },
  )
})

test('an unknown key, an unknown value and an empty filter are refused, and nothing is touched', async () => {
  for (const query of [
    'colour=red',
    'os=beos',
    'online=maybe',
    'limit=0',
    'limit=1001',
    'limit=x',
    'cursor=x',
    'q=a&q=b',
  ]) {
    const answer = await server.call('GET', `/devices?${query}`)
    assert.deepEqual([answer.status, answer.body.error.code], [400, 'invalid_request'], query)
    assert.equal(answer.body.error.errors[0].field, query.split('=')[0])
  }
  const before = (await server.call('GET', '/actions?limit=1')).text
  for (const devices of [
    {},
    { filter: {} },
    { filter: { colour: ['red'] } },
    { filter: { os: [] } },
    { filter: { os: ['beos'] } },
    { ids: [] },
    { macs: [] },
    { ids: ['dev-1'], macs: ['00:00:00:00:00:0f'] },
    { ids: ['dev-1'], filter: { os: ['linux'] } },
    { names: ['dev-1'] },
    undefined,
  ]) {
    const answer = await server.call('POST', '/actions', { type: 'delete', devices })
    assert.equal(answer.status, 400, JSON.stringify(devices))
  }
  assert.equal((await server.call('GET', '/actions?limit=1')).text, before)
  assert.equal((await listAll(server.call, '/devices', 1000)).length, fleet.length)
})

test('every device is meant only by saying so', async () => {
  const plan = await server.call('POST', '/actions/plan', { type: 'delete', devices: { filter: { all: true } } })
  assert.equal(plan.body.targets.length, fleet.length)
})

test('pages of every list neither skip nor repeat, whatever their size', async () => {
  for (let index = 0; index < 12; index += 1) {
    await server.call('POST', '/groups', { group_id: `page-${index}`, name: 'p' })
    await server.call('POST', '/applications', { name: `p${index}` })
    await server.call('POST', '/enrolment-tokens', {})
  }
  const lists = {
    groups: 'group_id',
    applications: 'app_id',
    'enrolment-tokens': 'token_id',
    actions: 'action_id',
    audit: 'sequence',
    devices: 'device_id',
  }
  for (const [list, key] of Object.entries(lists)) {
    const keys = async (limit: number) => (await listAll(server.call, `/${list}`, limit)).map((item) => item[key])
    const whole = await keys(1000)
    assert.equal(new Set(whole).size, whole.length)
    assert.ok(whole.length >= 12)
    for (const limit of [1, 5, whole.length - 1, whole.length])
      assert.deepEqual(await keys(limit), whole, `${list} by ${limit}`)
  }
})

test('what comes in between two pages is on a later page or not at all, and nothing is skipped', async () => {
  const first = await server.call('GET', '/devices?limit=100')
  await server.call('POST', '/devices/import', { device_id: 'late-comer' })
  await server.call('POST', '/actions', { type: 'delete', devices: { ids: ['dev-3'] } })
  const second = await server.call('GET', `/devices?limit=100&cursor=${first.body.next_cursor}`)
  const ids = [...first.body.items, ...second.body.items].map(({ device_id }) => device_id)
  assert.deepEqual(ids, [...fleet.map(({ device_id }) => device_id), 'late-comer'])
})

test('a cursor of another list, or one that was tampered with, is refused', async () => {
  const { body } = await server.call('GET', '/devices?limit=1')
  for (const list of ['groups', 'actions', 'audit', 'applications', 'enrolment-tokens']) {
    assert.equal((await server.call('GET', `/${list}?cursor=${body.next_cursor}`)).status, 400)
  }
  for (const forged of [
    ['devices', '1 or 1=1'],
    ['devices', '99999999999999999999'],
    ['devices'],
    ['devices', 1],
    {},
    'x',
  ]) {
    const cursor = Buffer.from(JSON.stringify(forged)).toString('base64url')
    assert.equal((await server.call('GET', `/devices?cursor=${cursor}`)).status, 400)
  }
})

test('another account’s devices, groups, actions and commands are not there', async () => {
  const { addTestAccount, addTestDevices } = await import('../../../../tests/support/fleet.ts')
  const other = await addTestAccount(server.services.pool, 'other')
  await addTestDevices(server.services.pool, other, [{ deviceId: 'foreign', status: 'compliant' }])
  assert.equal((await server.call('GET', '/devices/foreign')).status, 404)
  assert.equal((await listAll(server.call, '/devices?q=foreign', 10)).length, 0)
  const plan = await server.call('POST', '/actions/plan', { type: 'delete', devices: { ids: ['foreign', 'never'] } })
  assert.deepEqual(
    plan.body.targets.map(({ identifier: _, ...rest }: { identifier: string }) => rest),
    [0, 1].map(() => ({ device_id: null, state: 'not_found', reason: 'not_found', command_id: null })),
  )
})
