import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { after, before, test } from 'node:test'
import { addTestAccount, addTestDevices } from '../../../../../tests/support/fleet.ts'
import { startTestHttpServer, type TestHttpServer } from '../../../../../tests/support/http-server.ts'
import { testCaller } from '../../../../../tests/support/services.ts'
import { cancelAction } from '../../operations/cancel-action.ts'
import { mutate } from '../../operations/mutate.ts'
import { findCommand } from '../../operations/read-actions.ts'
import { sha256Of } from '../../sha256.ts'
import { wireRoutes } from '../routes.ts'

let server: TestHttpServer
let token: string

before(async () => {
  server = await startTestHttpServer(wireRoutes)
  await addTestDevices(server.services.pool, server.accountId, [
    { deviceId: 'one' },
    { deviceId: 'two' },
    { deviceId: '../x"y' },
  ])
  token = await server.getToken(await server.addClient())
})

after(() => server.close())

async function askForLog(deviceId: string, version = 'v3.2', type = 'fetch_agent_log'): Promise<string> {
  const answer = await fetch(`${server.base}/o/api/${version}/devices/action`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({ types: type, ids: [deviceId] }),
  })
  const [{ command_id }] = (await answer.json()) as [{ command_id: string }]
  assert.match(command_id, /^[A-Za-z0-9_-]{43}$/)
  return command_id
}

const getReport = (query: Record<string, string>, version = 'v3.1') =>
  fetch(`${server.base}/o/api/${version}/get_reports?${new URLSearchParams({ ...query, access_token: token })}`)

/** What the agents' channel does once the last piece of an upload is here. */
async function storeReport(commandId: string, bytes: Buffer, mediaType: string): Promise<void> {
  const command = await findCommand(server.services, testCaller(server.accountId), commandId)
  const key = [server.accountId, command!.actionId, command!.row.position]
  const { pool } = server.services
  await pool.query(
    `insert into report (account_id, action_id, position, size_bytes, received_bytes, sha256, media_type, completed_at)
     values ($1, $2, $3, $4, $4, $5, $6, now())`,
    [...key, bytes.length, sha256Of(bytes), mediaType],
  )
  const half = Math.floor(bytes.length / 2)
  for (const [start, piece] of [
    [0, bytes.subarray(0, half)],
    [half, bytes.subarray(half)],
  ] as const) {
    await pool.query('insert into report_chunk values ($1, $2, $3, $4, $5)', [...key, start, piece])
  }
}

for (const version of ['v3', 'v3.1']) {
  test(`${version} tells how far a log bundle is, and hands it over byte for byte once it is there`, async () => {
    const commandId = await askForLog(version === 'v3' ? 'one' : 'two')
    const query = { type: 'agent_log', command_id: commandId }
    const early = await getReport(query, version)
    assert.equal(early.status, 200)
    assert.deepEqual(await early.json(), { status: 'queued', message: 'The command waits for the device to connect.' })
    const bytes = randomBytes(100_001)
    await storeReport(commandId, bytes, 'application/zip')
    const ready = await getReport(query, version)
    assert.equal(ready.status, 200)
    assert.equal(ready.headers.get('content-type'), 'application/zip')
    assert.equal(ready.headers.get('content-length'), '100001')
    assert.match(ready.headers.get('content-disposition') ?? '', /^attachment; filename="agent_log-(one|two)\.zip"$/)
    assert.ok(Buffer.from(await ready.arrayBuffer()).equals(bytes))
  })
}

test('a device id that no file name takes does not get into the header', async () => {
  const commandId = await askForLog('../x"y')
  await storeReport(commandId, Buffer.from('PK'), 'application/zip')
  const ready = await getReport({ type: 'agent_log', command_id: commandId })
  assert.equal(ready.headers.get('content-disposition'), 'attachment; filename="agent_log-_x_y.zip"')
})

test('a cancelled command answers with its final state', async () => {
  await addTestDevices(server.services.pool, server.accountId, [{ deviceId: 'cancelled' }])
  const commandId = await askForLog('cancelled')
  const caller = testCaller(server.accountId)
  const command = await findCommand(server.services, caller, commandId)
  await mutate(server.services, caller, undefined, async (unit) => {
    await cancelAction(server.services, unit, caller, command!.actionId)
    return { status: 200, contentType: 'application/json', body: '{}' }
  })
  const answer = (await (await getReport({ type: 'agent_log', command_id: commandId })).json()) as { status: string }
  assert.equal(answer.status, 'cancelled')
})

test('an unknown id, a foreign one and one of another kind of report are all 404', async () => {
  const stranger = await addTestAccount(server.services.pool, 'stranger')
  const strangerToken = await server.getToken(await server.addClient({ accountId: stranger }))
  const commandId = await askForLog('one')
  const scanId = await askForLog('one', 'v3.2', 'scan_threats')
  const changed = `${commandId.slice(0, 30)}${commandId[30] === 'A' ? 'B' : 'A'}${commandId.slice(31)}`
  const foreign = await fetch(
    `${server.base}/o/api/v3.1/get_reports?type=agent_log&command_id=${commandId}&access_token=${strangerToken}`,
  )
  const answers = [
    foreign,
    await getReport({ type: 'agent_log', command_id: changed }),
    await getReport({ type: 'agent_log', command_id: 'nonsense' }),
    await getReport({ type: 'agent_log', command_id: `${'A'.repeat(42)}B` }),
    await getReport({ type: 'agent_log', command_id: scanId }),
  ]
  for (const answer of answers) {
    assert.equal(answer.status, 404)
    assert.equal(((await answer.json()) as { error: { code: string } }).error.code, 'not_found')
  }
})

test('a scan answers like a log bundle, under both spellings, from 3.1 on', async () => {
  const commandId = await askForLog('two', 'v3.3', 'scan_threats')
  for (const type of ['scan_threats_log', 'scan_threat_log']) {
    const answer = (await (await getReport({ type, command_id: commandId })).json()) as { status: string }
    assert.equal(answer.status, 'queued')
    assert.equal((await getReport({ type, command_id: commandId }, 'v3')).status, 400)
  }
})

const bad: [query: Record<string, string>, field: string][] = [
  [{}, 'type'],
  [{ type: '' }, 'type'],
  [{ type: 'everything' }, 'type'],
  [{ type: '__proto__' }, 'type'],
  [{ type: 'agent_log' }, 'command_id'],
  [{ type: 'agent_log', command_id: '' }, 'command_id'],
  [{ type: 'device_missing_os_patch' }, 'kb'],
  [{ type: 'missing_os_patch' }, 'id'],
]
for (const [query, field] of bad) {
  test(`${JSON.stringify(query)} is a 400 that names ${field}`, async () => {
    const answer = await getReport(query)
    assert.equal(answer.status, 400)
    const { error } = (await answer.json()) as { error: { errors: { field: string }[] } }
    assert.deepEqual(
      error.errors.map((each) => each.field),
      [field],
    )
  })
}
