import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { listAll, type NativeServer, startNativeServer } from '../../../../tests/support/native-client.ts'

let server: NativeServer

before(async () => {
  server = await startNativeServer()
})
after(() => server.close())

const csv = (text: string, query = '') =>
  server.call('POST', `/devices/import${query}`, text, { 'content-type': 'text/csv' })
const json = (devices: object, query = '') => server.call('POST', `/devices/import${query}`, devices)
const show = async (id: string) => (await server.call('GET', `/devices/${encodeURIComponent(id)}`)).body

test('what JSON says of a device is what is shown of it, and what it does not say is "never said"', async () => {
  const said = {
    device_id: 'full-1',
    hwid: 'HW-1',
    hostname: 'laptop-1',
    nickname: 'Ana’s',
    device_type: 'laptop',
    status: 'non_compliant',
    agent_type: 'persistent',
    agent_name: 'opswat-client',
    agent_version: '7.6.300.0',
    os: 'windows',
    os_name: 'Windows 11',
    os_version: '24H2',
    abilities: ['fetch_agent_log', 'dhcprenew'],
    macs: ['00-1A-2B-3C-4D-5E', '001a2b3c4d5e', '00:1a:2b:3c:4d:5f'],
    public_ip: '192.0.2.7',
    user_name: 'ana',
  }
  const answer = await json({ devices: [said, { device_id: 'bare-1' }] })
  assert.equal(answer.status, 200, answer.text)
  assert.deepEqual(
    { ...answer.body, import_id: '' },
    { import_id: '', created: 2, restored: 0, updated: 0, failed: 0, errors: [] },
  )
  const full = await show('full-1')
  assert.deepEqual(Object.fromEntries(Object.keys(said).map((key) => [key, full[key]])), {
    ...said,
    abilities: ['dhcprenew', 'fetch_agent_log'],
    macs: ['00:1a:2b:3c:4d:5e', '00:1a:2b:3c:4d:5f'],
  })
  assert.equal((await show('HW-1')).device_id, 'full-1')
  const { status, agent_type, abilities, os, group_id, macs, enrolled, hwid } = await show('bare-1')
  assert.deepEqual(
    { status, agent_type, abilities, os, group_id, macs, enrolled, hwid },
    {
      status: 'unknown',
      agent_type: 'none',
      abilities: null,
      os: 'other',
      group_id: 'default',
      macs: [],
      enrolled: false,
      hwid: null,
    },
  )
})

test('every status can be brought in, and is shown', async () => {
  const statuses = 'compliant non_compliant exempted out_of_license_usage unknown ignored installed pending quarantined'
  const devices = statuses.split(' ').map((status) => ({ device_id: `status-${status}`, status }))
  assert.equal((await json(devices)).body.created, 9)
  for (const { device_id, status } of devices) assert.equal((await show(device_id)).status, status)
  assert.equal((await show('status-exempted')).exemption.until, null)
})

test('CSV with a byte order mark, CR LF, quotes and empty cells says the same as JSON', async () => {
  const answer = await csv(
    '\uFEFFDevice_ID,hostname,nickname,macs,abilities,os,agent_type\r\n' +
      'csv-1,"host, one","say ""hi""","00:00:00:00:01:01; 00:00:00:00:01:02",fetch_agent_log dhcprenew,linux,persistent\r\n' +
      'csv-2,,,,,,\r\n',
  )
  assert.equal(answer.body.created, 2, answer.text)
  const { hostname, nickname, macs, abilities, status } = await show('csv-1')
  assert.deepEqual(
    { hostname, nickname, macs, abilities, status },
    {
      hostname: 'host, one',
      nickname: 'say "hi"',
      macs: ['00:00:00:00:01:01', '00:00:00:00:01:02'],
      abilities: ['dhcprenew', 'fetch_agent_log'],
      status: 'installed',
    },
  )
  assert.equal((await show('csv-2')).abilities, null)
})

test('an export is neutral to spreadsheets, and importing it again changes nothing', async () => {
  const nasty = ['=1+1', '+2', '-3', '@x', "'=y", 'plain, "quoted"']
  await json(nasty.map((nickname, index) => ({ device_id: `nasty-${index}`, nickname, abilities: [] })))
  const exported = await server.call('GET', '/devices.csv?q=nasty-')
  assert.match(exported.headers.get('content-type')!, /^text\/csv/)
  assert.doesNotMatch(exported.text, /(^|,)"?[=+\-@\t]/m)
  const before = await listAll(server.call, '/devices?q=nasty-', 100)
  assert.deepEqual(
    before.map(({ nickname }) => nickname),
    nasty,
  )
  const all = await server.call('GET', '/devices.csv')
  const again = await csv(all.text)
  assert.equal(again.body.created, 0, again.text)
  assert.equal(again.body.updated, all.text.trim().split('\r\n').length - 1)
  assert.deepEqual(await listAll(server.call, '/devices?q=nasty-', 100), before)
})

test('an export brought into another account makes the same fleet', async () => {
  const other = await startNativeServer()
  try {
    const exported = await server.call('GET', '/devices.csv')
    const answer = await other.call('POST', '/devices/import', exported.text, { 'content-type': 'text/csv' })
    assert.equal(answer.status, 200, answer.text)
    assert.equal((await other.call('GET', '/devices.csv')).text, exported.text)
  } finally {
    await other.close()
  }
})

test('importing a device again changes what is said and leaves the rest and what administrators own', async () => {
  await server.call('POST', '/groups', { group_id: 'floor-2', name: 'Floor 2' })
  await json({
    device_id: 'again-1',
    hwid: 'again-hw',
    hostname: 'old',
    nickname: 'kept',
    group_id: 'floor-2',
    os: 'mac',
  })
  await json({ device_id: 'again-2', status: 'ignored' })
  await server.call('POST', '/actions', { type: 'exempt', devices: { ids: ['full-1'] } })
  const answer = await json([
    { hwid: 'again-hw', hostname: 'new', group_id: 'default', agent_type: 'persistent' },
    { device_id: 'again-2', status: 'unknown' },
    { device_id: 'full-1', status: 'quarantined' },
  ])
  assert.deepEqual([answer.body.created, answer.body.updated], [0, 3], answer.text)
  const { hostname, nickname, group_id, os, agent_type } = await show('again-1')
  assert.deepEqual(
    { hostname, nickname, group_id, os, agent_type },
    { hostname: 'new', nickname: 'kept', group_id: 'floor-2', os: 'mac', agent_type: 'persistent' },
  )
  assert.equal((await show('again-2')).status, 'ignored')
  assert.equal((await show('full-1')).status, 'exempted')
})

test('a deleted device that is named again is back, with nothing left of what was decided about it', async () => {
  await json({ device_id: 'back-1', status: 'compliant', group_id: 'floor-2' })
  const generation = (await show('back-1')).generation
  await server.call('POST', '/actions', { type: 'exempt', devices: { ids: ['back-1'] } })
  await server.call('POST', '/actions', { type: 'delete', devices: { ids: ['back-1'] } })
  assert.equal((await server.call('GET', '/devices/back-1')).status, 404)
  const answer = await json({ device_id: 'back-1', status: 'compliant' })
  assert.equal(answer.body.restored, 1, answer.text)
  const device = await show('back-1')
  assert.deepEqual([device.status, device.group_id], ['compliant', 'default'])
  assert.ok(device.generation > generation)
})

test('one wrong row keeps all out, and each is told by line and field', async () => {
  const answer = await csv(
    'device_id,os,macs,hwid,agent_version,group_id\n' +
      'wrong-1,linux,,,,\n' +
      'wrong-2,beos,,,,\n' +
      'wrong-3,,xyz,,,\n' +
      'wrong-1,,,,,\n' +
      ',,,,,floor-2\n' +
      'wrong-4,,,HW-1,,\n' +
      'wrong-5,,,,abc,nowhere\n' +
      'full-1,,,wrong-1,,\n',
  )
  assert.equal(answer.status, 400)
  const errors = answer.body.error.errors.map(({ field, message }: { field: string; message: string }) => [
    field,
    message,
  ])
  assert.deepEqual(errors.sort(), [
    ['line 3 os', 'must be one of windows, mac, linux, ios, android, other'],
    ['line 4 macs', '"xyz" is not a MAC address'],
    ['line 5 device_id', 'names the same device as line 2'],
    ['line 6 device_id', 'a device_id or a hwid is needed'],
    ['line 7 hwid', 'is an id of the device full-1 already'],
    ['line 8 agent_version', 'must be numbers separated by dots, such as 7.6.231.0'],
    ['line 9 hwid', 'names the same device as line 2'],
  ])
  assert.equal((await server.call('GET', '/devices/wrong-1')).status, 404)
})

test('a partial import brings in what is right and tells about the rest', async () => {
  const answer = await json([{ device_id: 'part-1' }, { device_id: 'part-2', os: 'beos' }, 7], '?partial=true')
  assert.equal(answer.status, 200)
  assert.deepEqual([answer.body.created, answer.body.failed], [1, 2])
  assert.deepEqual(
    answer.body.errors.map(({ field }: { field: string }) => field),
    ['devices[1] os', 'devices[2]'],
  )
  assert.equal((await server.call('GET', '/devices/part-1')).status, 200)
})

test('a group that is not there, ids with control characters and unknown fields are refused', async () => {
  for (const row of [
    { device_id: 'refused', group_id: 'nowhere' },
    { device_id: 'refused\n' },
    { device_id: 'refused\u001f' },
    { device_id: '..' },
    { device_id: 'x'.repeat(129) },
    { device_id: 'refused', hostname: 'a\u0000b' },
    { device_id: 'refused', is_admin: true },
    { device_id: 'refused', generation: 9 },
  ]) {
    assert.equal((await json(row)).status, 400, JSON.stringify(row))
  }
  assert.equal((await server.call('GET', '/devices?q=refused')).body.items.length, 0)
})

test('a body that cannot be read is refused with its line', async () => {
  for (const [text, type, place] of [
    ['{', 'application/json', ''],
    ['', 'application/json', ''],
    ['device_id\n"open', 'text/csv', 'line 2'],
    ['device_id,colour\na,b', 'text/csv', 'line 1'],
    ['device_id,device_id\na,b', 'text/csv', 'line 1'],
    ['device_id\na,b', 'text/csv', 'line 2'],
  ] as const) {
    const answer = await server.call('POST', '/devices/import', text, { 'content-type': type })
    assert.equal(answer.status, 400, text)
    assert.equal(answer.body.error.errors[0].field, place)
  }
  assert.equal((await csv('device_id\n')).status, 400)
  assert.equal((await server.call('POST', '/devices/import', '[]')).status, 415)
  assert.equal((await json([])).status, 400)
})

test('two imports of the same new devices at once both end well, and each device is there once', async () => {
  const devices = Array.from({ length: 50 }, (_, index) => ({ device_id: `twin-${index}`, hwid: `twin-hw-${index}` }))
  const answers = await Promise.all([json(devices), json(devices.toReversed()), json(devices)])
  assert.deepEqual(
    answers.map(({ status }) => status),
    [200, 200, 200],
  )
  assert.equal(
    answers.reduce((sum, { body }) => sum + body.created, 0),
    50,
  )
  assert.equal((await listAll(server.call, '/devices?q=twin-', 1000)).length, 50)
})

test('100 000 devices come in with one request', async () => {
  const devices = Array.from({ length: 100_000 }, (_, index) => ({
    device_id: `bulk-${index}`,
    hwid: `bulk-hw-${index}`,
    os: 'linux',
    agent_type: 'persistent',
    agent_version: `1.${index % 7}.0`,
    macs: [(0xa0_0000_000000 + index).toString(16).padStart(12, '0')],
  }))
  const answer = await json({ devices })
  assert.equal(answer.body.created, 100_000, answer.text.slice(0, 500))
  const one = await json({ devices: [...devices, { device_id: 'one-too-many' }] })
  assert.equal(one.status, 413)
})
