import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { findingsMax, scanReportBytesMax } from '@muster/core/report/scan-report.ts'
import { createCall, type NativeCall } from '../support/native-client.ts'
import { logStatements } from '../support/statement-log.ts'
import { startWholeServer, type WholeServer } from '../support/whole-server.ts'
import { enrolScanner, finding, type ScanningAgent, scanReport, sha256Of } from './support/scanning-agent.ts'

let server: WholeServer
let operator: NativeCall

before(async () => {
  server = await startWholeServer()
  operator = createCall(server.url, server.operatorToken)
})

after(() => server.close())

async function newScanner(): Promise<ScanningAgent> {
  return enrolScanner(server.url, (await operator('POST', '/enrolment-tokens', {})).body.token)
}

async function scan(...agents: ScanningAgent[]): Promise<string> {
  const ids = agents.map(({ deviceId }) => deviceId)
  const { status, body, text } = await operator('POST', '/actions', { type: 'scan_threats', devices: { ids } })
  assert.equal(status, 201, text)
  return body.action_id
}

const showCommand = async (commandId: string) => (await operator('GET', `/commands/${commandId}`)).body

async function rowsOf(table: 'scan' | 'finding' | 'report', actionId: string): Promise<Record<string, unknown>[]> {
  const { rows } = await server.services.pool.query(`select * from ${table} where action_id = $1`, [actionId])
  return rows
}

test('a report is kept to the byte, and its findings are stored with it', async () => {
  const agent = await newScanner()
  const actionId = await scan(agent)
  const report = scanReport([
    finding({ area: 'memory', path: '/usr/bin/evil', process_ids: [4, 5], signature: `kept-${actionId}` }),
    finding({ area: 'boot', path: '/dev/sda', sha256: undefined as never, size_bytes: undefined as never }),
    // What a file may be called, and a database does not hold.
    finding({ path: '/a\0b\ud800', signature: 'Odd\0Name' }),
  ])
  const text = JSON.stringify(report)
  const sent = await agent.report(text, { bytesMax: 200 })
  assert.equal(sent.status, 204)
  const stored = await rowsOf('finding', actionId)
  assert.deepEqual(
    stored.map(({ ordinal, area, path, engine, size_bytes }) => [ordinal, area, path, engine, size_bytes]),
    [
      [0, 'memory', '/usr/bin/evil', 'ClamAV', '68'],
      [1, 'boot', '/dev/sda', 'ClamAV', null],
      [2, 'system', '/ab\ufffd', 'ClamAV', '68'],
    ],
  )
  const raw = await fetch(`${server.url}/api/v1/commands/${sent.commandId}/report`, {
    headers: { authorization: `Bearer ${server.operatorToken}` },
  })
  assert.equal(raw.headers.get('content-type'), 'application/json')
  assert.equal(await raw.text(), text)
})

test('a bounded report says how much it left out, and that is kept', async () => {
  const agent = await newScanner()
  const actionId = await scan(agent)
  await agent.finish(scanReport([finding()], { truncated: { findings: 90_000, skipped: 7 } }))
  const [row] = await rowsOf('scan', actionId)
  assert.deepEqual([row!.findings, row!.findings_left_out], [1, '90000'])
})

test('a clock that is wrong neither finds before it was asked nor after it was told', async () => {
  const agent = await newScanner()
  for (const ended_at of [0, 32_503_680_000, Number.MAX_SAFE_INTEGER]) {
    const actionId = await scan(agent)
    const before = Date.now()
    await agent.finish(scanReport([], { ended_at }))
    const foundAt = ((await rowsOf('scan', actionId))[0]!.found_at as Date).getTime()
    assert.ok(foundAt >= before - 60_000 && foundAt <= Date.now(), String(ended_at))
  }
})

const unusable: [title: string, content: () => string | Buffer, problem: RegExp][] = [
  ['cut off', () => JSON.stringify(scanReport([finding()])).slice(0, -20), /not JSON in UTF-8/],
  ['not UTF-8', () => Buffer.from([0x22, 0xff, 0xfe, 0x22]), /not JSON in UTF-8/],
  ['no object', () => 'null', /the report must/],
  ['nested without end', () => '['.repeat(200_000) + ']'.repeat(200_000), /not a report|must/],
  ['of a later version', () => JSON.stringify({ ...scanReport([]), v: 2 }), /its version is 2/],
  ['without a path', () => JSON.stringify(scanReport([finding({ path: 7 as never })])), /findings\.0\.path must/],
  [
    'with a hash that is none',
    () => JSON.stringify(scanReport([finding({ sha256: 'x' })])),
    /findings\.0\.sha256 must/,
  ],
  [
    'longer than a list may be',
    () => JSON.stringify(scanReport(Array.from({ length: findingsMax + 1 }, () => finding()))),
    /findings must/,
  ],
  ['with counts that no database holds', () => JSON.stringify(scanReport([], { bytes: 1e300 })), /bytes must/],
]
for (const [title, content, problem] of unusable) {
  test(`a report that is ${title} is refused with the reason, and its command has failed of it`, async () => {
    const agent = await newScanner()
    const actionId = await scan(agent)
    const sent = await agent.report(content())
    assert.equal(sent.status, 400)
    assert.match(sent.message ?? '', problem)
    const command = await showCommand(sent.commandId)
    assert.deepEqual([command.state, command.reason, command.message], ['failed', 'report_refused', sent.message])
    // Whatever the agent says of it now, it stays so.
    agent.socket.send({ type: 'result', command_id: sent.commandId, state: 'succeeded' })
    await agent.socket.next('stored')
    assert.equal((await showCommand(sent.commandId)).state, 'failed')
    for (const table of ['report', 'scan', 'finding'] as const) assert.deepEqual(await rowsOf(table, actionId), [])
    const { rows } = await server.services.pool.query(
      `select content from audit_entry where action_id = $1 and event = 'command.ended'`,
      [actionId],
    )
    assert.deepEqual(
      rows.map((row) => JSON.parse(row.content).details.commands),
      [[`${sent.commandId} failed report_refused`]],
    )
  })
}

test('a scan’s report is announced as JSON of a bounded size, or not taken', async () => {
  const agent = await newScanner()
  await scan(agent)
  assert.equal((await agent.report('{}', { mediaType: 'text/html' })).status, 415)
  await scan(await newScanner())
  const other = await newScanner()
  await scan(other)
  assert.equal((await other.report(Buffer.alloc(scanReportBytesMax + 1))).status, 413)
})

test('ten thousand findings are stored with as many statements as one', async () => {
  const log = logStatements(server.services.pool)
  const stored: string[][] = []
  for (const length of [1, findingsMax]) {
    const agent = await newScanner()
    const actionId = await scan(agent)
    const findings = Array.from({ length }, (_, index) =>
      finding({ path: `/srv/${index}`, sha256: sha256Of(`many ${index % 5000}`), signature: `Many.${index % 3}` }),
    )
    const report = JSON.stringify(scanReport(findings))
    log.take()
    assert.equal((await agent.report(report.padEnd(3 * 1024 * 1024), { bytesMax: 500_000 })).status, 204)
    stored.push(log.take().filter((name) => /^(complete|add|note)-/.test(name)))
    assert.equal((await rowsOf('finding', actionId)).length, length)
  }
  const once = ['complete-report', 'add-scan', 'add-threats', 'add-findings', 'note-threats-of-device']
  assert.deepEqual(stored, [once, once])
})

test('scans of many devices that find the same at once wait for each other, and all are stored', async () => {
  const agents = await Promise.all(Array.from({ length: 12 }, newScanner))
  const actionId = await scan(...agents)
  const findings = Array.from({ length: 200 }, (_, index) => finding({ sha256: sha256Of(`same ${index}`) }))
  const sent = await Promise.all(
    agents.map((agent, index) => agent.report(scanReport(index % 2 === 0 ? findings : findings.toReversed()))),
  )
  assert.deepEqual(new Set(sent.map(({ status }) => status)), new Set([204]))
  assert.equal((await rowsOf('finding', actionId)).length, 12 * 200)
})
