import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, afterEach, before, beforeEach, suite, test } from 'node:test'
import { ScanReport } from '@muster/core/report/scan-report.ts'
import { Value } from 'typebox/value'
import { childrenNamed } from '../scan/support/children.ts'
import { eicar, makeSignatures, noClamav, signature } from '../scan/support/clamav.ts'
import { waitUntil } from '../support/embedded-server.ts'
import { createCall, type NativeCall } from '../support/native-client.ts'
import { makeScratchDirectory } from '../support/scratch-directory.ts'
import { startWholeServer, type WholeServer } from '../support/whole-server.ts'
import { openWireClient, type WireClient } from '../support/wire-client.ts'
import { type AgentProcess, makeAgentProcess } from './support/agent-process.ts'

suite('scan_threats by a real agent', { skip: noClamav }, () => {
  let server: WholeServer
  let operator: NativeCall
  let wire: WireClient
  let scratch: Awaited<ReturnType<typeof makeScratchDirectory>>
  let agent: AgentProcess
  let deviceId: string
  const signatures = () => join(scratch.path, 'signatures')
  const files = () => join(scratch.path, 'files')

  before(async () => {
    server = await startWholeServer()
    operator = createCall(server.url, server.operatorToken)
    wire = await openWireClient(server)
  })

  after(() => server.close())

  beforeEach(async () => {
    scratch = await makeScratchDirectory()
    mkdirSync(files())
    agent = await makeAgentProcess({
      env: { MUSTER_AGENT_CLAMD: 'none', MUSTER_AGENT_CLAMAV_DATABASE: signatures() },
    })
  })

  afterEach(async () => {
    await agent.remove()
    await scratch.remove()
  })

  /** For the agent's process id. */
  async function enrolAndRun(): Promise<number> {
    const { body } = await operator('POST', '/enrolment-tokens', {})
    const { code, errors } = await agent.enrol(server.url, body.token)
    assert.equal(code, 0, errors)
    deviceId = await agent.deviceId()
    return run()
  }

  async function run(): Promise<number> {
    const { pid } = agent.start()
    await waitUntil('it is online', async () => (await operator('GET', `/devices/${deviceId}`)).body.online === true)
    return pid!
  }

  const scanFiles = (path = files()) =>
    wire.act({ types: 'scan_threats', ids: [deviceId], params: { full_scan: 0, scan_types: [4], path } })

  const show = async (commandId: string) => (await operator('GET', `/commands/${commandId}`)).body

  async function untilEnded(commandId: string) {
    await waitUntil('the command ends', async () => (await show(commandId)).ended_at !== null, 60)
    return show(commandId)
  }

  function writeSlowFiles(): void {
    for (const name of ['a', 'b', 'c', 'd']) {
      writeFileSync(join(files(), name), '')
      truncateSync(join(files(), name), 1900 * 1024 * 1024)
    }
  }

  test('a path asked for over the wire is scanned, and Get Reports hands over what was found', async () => {
    makeSignatures(scratch.path)
    writeFileSync(join(files(), 'infected'), eicar)
    writeFileSync(join(files(), 'harmless'), 'harmless')
    await enrolAndRun()
    const [entry] = await scanFiles()
    assert.equal(entry!.status, 1)
    const command = await untilEnded(entry!.command_id)
    assert.equal(command.state, 'succeeded', agent.said.join(''))

    const { findings, files: scanned, skipped, engine } = command.result
    assert.deepEqual([findings, scanned, skipped, engine.name], [1, 2, 0, 'ClamAV clamscan'])
    const answer = await wire.get(`/o/api/v3.1/get_reports?type=scan_threats_log&command_id=${entry!.command_id}`)
    assert.match(answer.headers.get('content-type')!, /^application\/json/)
    const report = (await answer.json()) as ScanReport
    assert.ok(Value.Check(ScanReport, report))
    assert.deepEqual(report.findings, [
      {
        path: join(files(), 'infected'),
        area: 'path',
        signature,
        engine: 'ClamAV',
        sha256: createHash('sha256').update(eicar).digest('hex'),
        size_bytes: eicar.length,
      },
    ])
    await waitUntil(
      'the agent keeps nothing of it',
      () => readdirSync(join(agent.stateDirectory, 'reports')).length === 0,
    )
  })

  test('a device without a scanner is answered -1 with the reason, until it has one; one that goes is told', async () => {
    await enrolAndRun()
    const [refused] = await scanFiles()
    assert.deepEqual([refused!.status, refused!.command_id], [-1, ''])
    const { body } = await operator('POST', '/actions', { type: 'scan_threats', devices: { ids: [deviceId] } })
    assert.deepEqual([body.targets[0].state, body.targets[0].reason], ['not_supported', 'no_engine'])

    makeSignatures(scratch.path)
    await agent.kill('SIGTERM')
    await run()
    const [accepted] = await scanFiles()
    assert.equal(accepted!.status, 1)
    assert.equal((await untilEnded(accepted!.command_id)).state, 'succeeded')

    rmSync(signatures(), { recursive: true })
    const [late] = await scanFiles(join(files(), '.'))
    const failed = await untilEnded(late!.command_id)
    assert.deepEqual([failed.state, failed.reason], ['failed', 'no_engine'])
  })

  test('a path that the device does not have is a failure that names it', async () => {
    makeSignatures(scratch.path)
    await enrolAndRun()
    const [entry] = await scanFiles('/no/such/path')
    const { state, reason, message } = await untilEnded(entry!.command_id)
    assert.deepEqual([state, reason], ['failed', 'agent_error'])
    assert.equal(message, 'There is no such path on this device: /no/such/path')
  })

  test('a scan that is cancelled ends within five seconds, with its scanner', async () => {
    makeSignatures(scratch.path)
    writeSlowFiles()
    const pid = await enrolAndRun()
    const [entry] = await scanFiles()
    await waitUntil('clamscan runs', () => childrenNamed('clamscan', pid).length > 0)
    const began = Date.now()
    const { action_id } = await show(entry!.command_id)
    assert.equal((await operator('POST', `/actions/${action_id}/cancel`)).status, 200)
    assert.equal((await untilEnded(entry!.command_id)).state, 'cancelled')
    assert.ok(Date.now() - began < 5000, `${Date.now() - began} ms`)
    assert.deepEqual(childrenNamed('clamscan', pid), [])
  })

  for (const signal of ['SIGKILL', 'SIGTERM'] as const) {
    test(`an agent ended by ${signal} in the middle of a scan takes its scanner along, and says that it was interrupted`, async () => {
      makeSignatures(scratch.path)
      writeSlowFiles()
      const pid = await enrolAndRun()
      const [entry] = await scanFiles()
      await waitUntil('clamscan runs', () => childrenNamed('clamscan', pid).length > 0)
      const [scanner] = childrenNamed('clamscan', pid)
      await agent.kill(signal)
      await waitUntil('clamscan is gone', () => !isRunning(scanner!), 5)
      await run()
      const { state, reason } = await untilEnded(entry!.command_id)
      assert.deepEqual([state, reason], ['failed', 'interrupted'])
    })
  }
})

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}
