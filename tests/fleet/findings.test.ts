import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { ScanFinding } from '@muster/core/report/scan-report.ts'
import { systemCaller } from '@muster/server/caller.ts'
import { inTransaction } from '@muster/server/db/transaction.ts'
import { createApplication } from '@muster/server/operations/create-application.ts'
import { addTestAccount } from '../support/fleet.ts'
import { createCall, listAll, type NativeCall } from '../support/native-client.ts'
import { startWholeServer, type WholeServer } from '../support/whole-server.ts'
import { openWireClient, readJson, type WireClient } from '../support/wire-client.ts'
import {
  enrolScanner,
  finding,
  type ReportSent,
  type ScanningAgent,
  scanReport,
  sha256Of,
} from './support/scanning-agent.ts'

let server: WholeServer
let operator: NativeCall
let client: WireClient

before(async () => {
  server = await startWholeServer()
  operator = createCall(server.url, server.operatorToken)
  client = await openWireClient(server)
})

after(() => server.close())

async function newScanner(hostname?: string): Promise<ScanningAgent> {
  return enrolScanner(server.url, (await operator('POST', '/enrolment-tokens', {})).body.token, hostname)
}

/** One scan of one device, to its end. */
async function scan(
  agent: ScanningAgent,
  findings: ScanFinding[],
  over = {},
): Promise<ReportSent & { actionId: string }> {
  const { body } = await operator('POST', '/actions', { type: 'scan_threats', devices: { ids: [agent.deviceId] } })
  const sent = await agent.finish(scanReport(findings, over))
  assert.equal(sent.status, 204)
  return { ...sent, actionId: body.action_id }
}

const getThreats = (body: unknown, query = '') => client.post(`/o/api/v3/get_threats${query}`, body)

test('a hash is told with the devices it is on, and when it was seen first and last', async () => {
  const [one, two] = [await newScanner('one'), await newScanner('two')]
  const sha256 = sha256Of('joined')
  const first = await scan(one, [finding({ sha256, signature: 'Joined.A', path: '/old' })])
  const second = await scan(two, [
    finding({ sha256, signature: 'Joined.A', path: '/two' }),
    finding({ sha256, signature: 'Joined.B', path: '/three' }),
  ])
  const third = await scan(one, [finding({ sha256, signature: 'Joined.A', path: '/new', area: 'portable' })])
  const { body } = await operator('GET', `/findings?sha256=${sha256}`)
  const [newer, older] = body.items
  assert.deepEqual(
    [newer, older].map((item) => [item.signature, item.devices]),
    [
      ['Joined.B', 1],
      ['Joined.A', 2],
    ],
  )
  const devices = await listAll(operator, `/findings/${sha256}/devices`, 1)
  assert.deepEqual(
    devices.map(({ device_id, hostname, signatures, area, path, action_id, command_id }) => ({
      device_id,
      hostname,
      signatures,
      area,
      path,
      action_id,
      command_id,
    })),
    [
      {
        device_id: one.deviceId,
        hostname: 'one',
        signatures: ['Joined.A'],
        area: 'portable',
        path: '/new',
        action_id: third.actionId,
        command_id: third.commandId,
      },
      {
        device_id: two.deviceId,
        hostname: 'two',
        signatures: ['Joined.A', 'Joined.B'],
        area: 'system',
        path: '/three',
        action_id: second.actionId,
        command_id: second.commandId,
      },
    ],
  )
  const { rows } = await server.services.pool.query('select action_id, found_at from scan')
  const foundAt = new Map(rows.map(({ action_id, found_at }) => [action_id, (found_at as Date).toISOString()]))
  assert.equal(older.first_seen, foundAt.get(first.actionId))
  assert.equal(older.last_seen, foundAt.get(third.actionId))
  assert.deepEqual(
    [devices[0].first_seen, devices[0].last_seen],
    [foundAt.get(first.actionId), foundAt.get(third.actionId)],
  )
  const named = await operator('GET', `/findings/${sha256}/devices?signature=Joined.B`)
  assert.deepEqual(
    named.body.items.map(({ device_id }: { device_id: string }) => device_id),
    [two.deviceId],
  )
})

test('an older scan whose report comes late moves first seen, not last', async () => {
  const agent = await newScanner()
  const sha256 = sha256Of('late')
  await operator('POST', '/actions', { type: 'scan_threats', devices: { ids: [agent.deviceId] } })
  const early = Math.floor(Date.now() / 1000)
  // An action that was asked for before, so that its scan may have ended before.
  await server.services.pool.query(`update action set created_at = created_at - interval '1 hour'`)
  await agent.finish(scanReport([finding({ sha256, path: '/newer' })], { ended_at: early - 60 }))
  await operator('POST', '/actions', { type: 'scan_threats', devices: { ids: [agent.deviceId] } })
  await server.services.pool.query(`update action set created_at = created_at - interval '1 hour'`)
  await agent.finish(scanReport([finding({ sha256, path: '/older' })], { ended_at: early - 600 }))
  const { body } = await operator('GET', `/findings/${sha256}/devices`)
  const [{ path, first_seen, last_seen }] = body.items
  assert.deepEqual(
    [path, Date.parse(first_seen), Date.parse(last_seen)],
    ['/newer', (early - 600) * 1000, (early - 60) * 1000],
  )
})

test('filters narrow the list, and a finding without a hash is found by its signature', async () => {
  const agent = await newScanner()
  const { actionId } = await scan(agent, [
    finding({ sha256: undefined as never, signature: 'Filter.Unread', path: '/gone' }),
    finding({ sha256: sha256Of('filter'), signature: 'Filter.Read' }),
  ])
  const signatures = async (query: string) =>
    (await listAll(operator, `/findings?${query}`, 1)).map(({ signature }: { signature: string }) => signature)
  assert.deepEqual((await signatures(`device_id=${agent.deviceId}`)).sort(), ['Filter.Read', 'Filter.Unread'])
  assert.deepEqual(await signatures(`device_id=${agent.agent.hwid}&signature=Filter.Read`), ['Filter.Read'])
  assert.deepEqual((await signatures(`action_id=${actionId}`)).sort(), ['Filter.Read', 'Filter.Unread'])
  assert.deepEqual(await signatures('signature=Filter.Unread'), ['Filter.Unread'])
  assert.deepEqual(await signatures('signature_part=TER.UNR'), ['Filter.Unread'])
  assert.deepEqual(await signatures(`sha256_prefix=${sha256Of('filter').slice(0, 5)}`), ['Filter.Read'])
  assert.deepEqual(await signatures(`path_part=/GON&device_id=${agent.deviceId}`), ['Filter.Unread'])
  assert.deepEqual(await signatures(`path_part=%25&device_id=${agent.deviceId}`), [])
  const exported = (await operator('GET', `/findings.json?path_part=/GON&signature_part=unread&action_id=${actionId}`))
    .body
  assert.deepEqual([exported.length, exported[0].path], [1, '/gone'])
  assert.deepEqual(await signatures(`since=${new Date(Date.now() + 60_000).toISOString()}`), [])
  const since = new Date(Date.now() - 60_000).toISOString()
  assert.deepEqual(await signatures(`device_id=${agent.deviceId}&since=${since}&signature=Filter.Read`), [
    'Filter.Read',
  ])
  assert.deepEqual(await signatures('device_id=nobody'), [])
  const [unread] = (await operator('GET', '/findings?signature=Filter.Unread')).body.items
  assert.equal(unread.sha256, null)
  const { body } = await operator('GET', '/findings/none/devices?signature=Filter.Unread')
  assert.deepEqual([body.items.length, body.items[0].path], [1, '/gone'])
  assert.equal((await operator('GET', `/findings/${sha256Of('never seen')}/devices`)).body.items.length, 0)
  for (const path of ['/none/devices', '?sha256=ABC', '?colour=red', '?since=yesterday', '/xyz/devices']) {
    assert.equal((await operator('GET', `/findings${path}`)).status, 400, path)
  }
})

test('a deleted device counts no more, and what only it had is not shown', async () => {
  const [kept, gone] = [await newScanner(), await newScanner()]
  const [shared, own] = [sha256Of('shared'), sha256Of('own')]
  await scan(kept, [finding({ sha256: shared })])
  await scan(gone, [finding({ sha256: shared }), finding({ sha256: own })])
  const devices = async (sha256: string) =>
    (await operator('GET', `/findings?sha256=${sha256}`)).body.items.map((item: { devices: number }) => item.devices)
  assert.deepEqual([await devices(shared), await devices(own)], [[2], [1]])
  await client.act({ types: 'delete', ids: [gone.deviceId] })
  assert.deepEqual([await devices(shared), await devices(own)], [[1], []])
  assert.deepEqual((await operator('GET', `/findings/${own}/devices`)).body.items, [])
  assert.deepEqual((await operator('GET', `/findings?device_id=${gone.deviceId}`)).body.items, [])
  assert.equal((await getThreats({ id: gone.deviceId })).status, 404)
})

test('findings of another account are not there', async () => {
  const { services } = server
  const other = await addTestAccount(services.pool, 'other')
  const { client_id, client_secret } = await inTransaction(services.pool, (tx) =>
    createApplication(
      services,
      { tx, attempt: 1, afterCommit: () => undefined },
      systemCaller(other, 'system', 'test'),
      { name: 'stranger' },
    ),
  )
  const form = new URLSearchParams({ grant_type: 'client_credentials', client_id, client_secret: client_secret! })
  const granted = await fetch(`${server.url}/o/oauth/token`, { method: 'POST', body: form })
  const { access_token: token } = await readJson<{ access_token: string }>(granted, 200)
  const stranger = createCall(server.url, token)
  const agent = await newScanner()
  const sha256 = sha256Of('ours')
  const { actionId, commandId } = await scan(agent, [finding({ sha256 })])
  const { body } = await operator('GET', `/findings?sha256=${sha256}`)
  assert.equal(body.items.length, 1)
  for (const query of ['', `?sha256=${sha256}`, `?device_id=${agent.deviceId}`, `?action_id=${actionId}`]) {
    assert.deepEqual((await stranger('GET', `/findings${query}`)).body, { items: [], next_cursor: null })
  }
  assert.deepEqual((await stranger('GET', `/findings/${sha256}/devices`)).body.items, [])
  assert.equal((await stranger('GET', `/commands/${commandId}/report`)).status, 404)
  const threats = await fetch(`${server.url}/o/api/v3/get_threats?access_token=${token}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ id: agent.deviceId }),
  })
  assert.equal(threats.status, 404)
  const report = await fetch(
    `${server.url}/o/api/v3.1/get_reports?type=scan_threats_log&command_id=${commandId}&access_token=${token}`,
  )
  assert.equal(report.status, 404)
})

test('get_reports gives the report to the byte, under both spellings, and get_logs says how much it found', async () => {
  const agent = await newScanner('logged')
  const { commandId } = await scan(agent, [finding()], { truncated: { findings: 4, skipped: 0 } })
  const raw = await operator('GET', `/commands/${commandId}/report`)
  for (const type of ['scan_threats_log', 'scan_threat_log']) {
    const answer = await client.get(`/o/api/v3.1/get_reports?type=${type}&command_id=${commandId}`)
    assert.equal(answer.headers.get('content-type'), 'application/json')
    assert.equal(
      answer.headers.get('content-disposition'),
      `attachment; filename="scan_threats_log-${agent.deviceId}.json"`,
    )
    assert.equal(await answer.text(), raw.text)
  }
  const quiet = await newScanner('quiet')
  await scan(quiet, [])
  const { logs } = await readJson<{ logs: { event: string; device_name: string; details: string }[] }>(
    await client.post('/o/api/v3.2/logs', { filter: { events: ['scan threats'] }, limit: 2 }),
    200,
  )
  assert.deepEqual(
    logs.map(({ event, device_name, details }) => [event, device_name, details]),
    [
      ['scan threats', 'quiet', 'Scan for malware: succeeded, nothing found'],
      ['scan threats', 'logged', 'Scan for malware: succeeded, 5 threats found'],
    ],
  )
})

test('get_threats tells what scans found on a device, newest scan first, by any of its names', async () => {
  const agent = await newScanner()
  assert.deepEqual(await readJson(await getThreats({ id: agent.deviceId }), 200), {
    antimalware_scan: [],
    local_antimalware_threats: [],
  })
  await scan(agent, [finding({ path: '/first', signature: 'Wire.One' })])
  await scan(
    agent,
    Array.from({ length: 60 }, (_, index) => finding({ path: `/second/${index}`, sha256: undefined as never })),
    { engine: { name: 'ClamAV', version: '1.4.3', database_version: null, database_built_at: null } },
  )
  interface Threats {
    antimalware_scan: Record<string, unknown>[]
  }
  const all: Record<string, unknown>[] = []
  for (const page of [1, 2, 3, 4]) {
    all.push(
      ...(await readJson<Threats>(await getThreats({ id: agent.deviceId }, `?limit=17&page=${page}`), 200))
        .antimalware_scan,
    )
  }
  assert.deepEqual(
    all.map(({ file }) => file),
    [...Array.from({ length: 60 }, (_, index) => `/second/${index}`), '/first'],
  )
  assert.match(String(all[0]!.scan_time), /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/)
  assert.deepEqual(
    [all[0], all[60]].map((threat) => ({ ...threat, scan_time: undefined })),
    [
      {
        scan_time: undefined,
        file: '/second/0',
        threat_name: 'Eicar-Test-Signature',
        details: [{ engine: 'ClamAV', engine_version: '1.4.3' }],
      },
      {
        scan_time: undefined,
        file: '/first',
        hash: sha256Of('eicar'),
        threat_name: 'Wire.One',
        details: [{ engine: 'ClamAV', engine_version: '1.4.3', database_version: '27500' }],
      },
    ],
  )
  const byHardwareId = await readJson<Threats>(await getThreats({ id: agent.agent.hwid }), 200)
  assert.equal(byHardwareId.antimalware_scan.length, 50)
  assert.equal((await getThreats({ id: agent.deviceId }, '?limit=17&page=5')).status, 413)
})
