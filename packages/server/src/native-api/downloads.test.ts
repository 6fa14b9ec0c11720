import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { after, before, test } from 'node:test'
import { parseCsv } from '@muster/core/csv/parse-csv.ts'
import { readZip } from '../../../../tests/fleet/support/read-zip.ts'
import { addTestDevices } from '../../../../tests/support/fleet.ts'
import { type NativeServer, startNativeServer } from '../../../../tests/support/native-client.ts'

let server: NativeServer
let token: string

before(async () => {
  server = await startNativeServer()
  const ids = ['one', 'two/../x', 'two_.._x', 'three']
  await addTestDevices(
    server.services.pool,
    server.accountId,
    ids.map((deviceId) => ({ deviceId, abilities: ['fetch_agent_log', 'scan_threats'], hostname: `=${deviceId}` })),
  )
  token = await server.getToken(await server.addClient())
})
after(() => server.close())

async function act(type: string, ids: readonly string[], params: object = {}): Promise<string> {
  const { body, text } = await server.call('POST', '/actions', { type, params, devices: { ids } })
  assert.ok(body.action_id, text)
  return body.action_id
}

async function bring(actionId: string, position: number, pieces: readonly Buffer[], media = 'application/zip') {
  const { pool } = server.services
  const bytes = Buffer.concat(pieces)
  const key = [server.accountId, actionId, position]
  await pool.query(
    `insert into report (account_id, action_id, position, size_bytes, received_bytes, sha256, media_type, completed_at)
     values ($1, $2, $3, $4, $4, sha256($5), $6, now())`,
    [...key, bytes.length, bytes, media],
  )
  let start = 0
  for (const piece of pieces) {
    await pool.query('insert into report_chunk values ($1, $2, $3, $4, $5)', [...key, start, piece])
    start += piece.length
  }
}

test('the archive of an action has what each device sent, under a name of its own', async () => {
  const actionId = await act('fetch_agent_log', ['one', 'two/../x', 'two_.._x', 'three'])
  const empty = await server.call('GET', `/actions/${actionId}/reports.zip`)
  assert.deepEqual([empty.status, empty.body.error.code], [409, 'conflict'])
  const sent = [[randomBytes(300_000), randomBytes(200_000)], [randomBytes(10)], [randomBytes(20)]]
  for (const [position, pieces] of sent.entries()) await bring(actionId, position, pieces)
  const answer = await fetch(`${server.base}/api/v1/actions/${actionId}/reports.zip`, {
    headers: { authorization: `Bearer ${token}` },
  })
  assert.equal(answer.headers.get('content-type'), 'application/zip')
  const files = await readZip(Buffer.from(await answer.arrayBuffer()))
  assert.deepEqual([...files.keys()].sort(), [
    'agent_log-one.zip',
    'agent_log-two_.._x-2.zip',
    'agent_log-two_.._x.zip',
  ])
  assert.ok(Buffer.concat(sent[0]!).equals(files.get('agent_log-one.zip')!))
})

test('findings are exported as JSON and CSV, of the fleet or of one action, and no cell is a formula', async () => {
  const { pool } = server.services
  const actionId = await act('scan_threats', ['one'], { volumes: ['memory'] })
  const other = await act('scan_threats', ['three'], { volumes: ['memory'] })
  for (const id of [actionId, other]) await bring(id, 0, [Buffer.from('{}')], 'application/json')
  await pool.query(
    `insert into scan (account_id, action_id, position, device_key, found_at, engine, engine_version, files, bytes,
       findings, findings_left_out)
     select t.account_id, t.action_id, 0, t.device_key, now(), 'clamav', '1', 1, 1, 1, 0 from target t
     where t.action_id = any($1)`,
    [[actionId, other]],
  )
  await pool.query(`insert into threat (account_id, sha256, signature) values ($1, sha256('x'), 'Eicar')`, [
    server.accountId,
  ])
  await pool.query(
    `insert into finding (account_id, action_id, position, ordinal, threat_key, size_bytes, area, engine, path)
     select $1, id, 0, 0, threat_key, 68, 'path', 'clamav', '=cmd|calc' from threat, unnest($2::uuid[]) id`,
    [server.accountId, [actionId, other]],
  )
  const all = (await server.call('GET', '/findings.json')).body
  assert.deepEqual(
    all.map(({ device_id, path }: { device_id: string; path: string }) => [device_id, path]),
    [
      ['one', '=cmd|calc'],
      ['three', '=cmd|calc'],
    ],
  )
  const own = (await server.call('GET', `/findings.json?action_id=${other}`)).body
  assert.deepEqual(own, [all[1]])
  const csv = await server.call('GET', `/findings.csv?action_id=${actionId}`)
  assert.match(csv.text, /,'=one,/)
  assert.match(csv.text, /,'=cmd\|calc,/)
  const [head, row] = [...parseCsv(csv.text)].map(({ cells }) => cells)
  assert.deepEqual(Object.fromEntries(head!.map((name, index) => [name, row![index]])).path, '=cmd|calc')
})

test('the audit log is narrowed by event, channel, application and time, and exported as it is listed', async () => {
  await act('exempt', ['one'])
  await server.call('POST', '/groups', { name: '=1+1', group_id: 'formula' })
  const listed = async (query: string) => (await server.call('GET', `/audit?${query}`)).body.items
  const events = new Set(
    (await listed('event=action.applied&event=group.created')).map((entry: { event: string }) => entry.event),
  )
  assert.deepEqual(events, new Set(['action.applied', 'group.created']))
  assert.deepEqual(await listed('channel=console&channel=agent'), [])
  const [entry] = await listed('event=group.created')
  assert.deepEqual(await listed(`event=group.created&app_id=${entry.application.id}`), [entry])
  assert.deepEqual(await listed('event=group.created&user=nobody'), [])
  assert.deepEqual(await listed('event=group.created&until=2020-01-01T00:00:00Z'), [])
  assert.deepEqual(await listed('event=group.created&since=2020-01-01T00:00:00Z'), [entry])
  const lines = (await server.call('GET', '/audit.ndjson?event=group.created')).text
  assert.deepEqual(JSON.parse(lines), entry)
  const csv = [...parseCsv((await server.call('GET', '/audit.csv?event=group.created')).text)].map(({ cells }) => cells)
  assert.equal(csv.length, 2)
  assert.deepEqual(JSON.parse(csv[1]![csv[0]!.indexOf('details')]!), entry.details)
  assert.equal((await server.call('GET', '/audit.csv?event=nonsense')).status, 400)
})

test('the device log is narrowed by event and channel, and exported as it is listed', async () => {
  const actionId = await act('exempt', ['three'])
  const { items } = (await server.call('GET', '/device-log?event=exempt&limit=1')).body
  assert.deepEqual(
    [items[0].event, items[0].action_id, items[0].device_id, items[0].state, items[0].channel],
    ['exempt', actionId, 'three', 'succeeded', 'native_api'],
  )
  assert.deepEqual((await server.call('GET', '/device-log?channel=console')).body.items, [])
  const lines = (await server.call('GET', '/device-log.ndjson?channel=native_api')).text.trim().split('\n')
  const whole = (await server.call('GET', '/device-log?channel=native_api&limit=1000')).body.items
  assert.deepEqual(
    lines.map((line) => JSON.parse(line)),
    whole,
  )
  const csv = [...parseCsv((await server.call('GET', '/device-log.csv?event=exempt')).text)]
  assert.equal(csv[1]!.cells[csv[0]!.cells.indexOf('hostname')], '=three')
})
