import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, afterEach, before, beforeEach, test } from 'node:test'
import { openReport } from '@muster/server/operations/open-report.ts'
import { waitUntil } from '../support/embedded-server.ts'
import { type AgentProcess, makeAgentProcess } from './support/agent-process.ts'
import { type AgentServer, startAgentServer } from './support/agent-server.ts'
import { readZip } from './support/read-zip.ts'

let server: AgentServer
let agent: AgentProcess

before(async () => {
  server = await startAgentServer({ channel: { heartbeatSeconds: 5 } })
})

after(() => server.close())

beforeEach(async () => {
  agent = await makeAgentProcess()
})

afterEach(() => agent.remove())

async function enrolAndRun(...words: string[]): Promise<string> {
  const token = await server.makeToken()
  const { code, errors } = await agent.enrol(server.base, token)
  assert.equal(code, 0, errors)
  agent.start(...words)
  return agent.deviceId()
}

async function fetchLog(deviceId: string) {
  const { actionId } = await server.act('fetch_agent_log', [deviceId])
  await waitUntil('the command ends', async () => (await server.commands(actionId))[0]!.open === false)
  const [command] = await server.commands(actionId)
  return { command: command!, report: await openReport(server.services, server.accountId, actionId, command!.position) }
}

for (const transport of ['socket', 'poll']) {
  test(`an agent enrols, connects by ${transport} and brings its log as a ZIP that its manifest describes`, async () => {
    const deviceId = await enrolAndRun('--transport', transport)
    const { command, report } = await fetchLog(deviceId)
    assert.equal(command.state, 'succeeded', `${command.message} ${agent.said.join('')}`)
    assert.equal(report!.mediaType, 'application/zip')
    const bytes = Buffer.concat(await report!.stream.toArray())
    assert.equal(bytes.length, report!.sizeBytes)
    assert.deepEqual(createHash('sha256').update(bytes).digest(), report!.sha256)

    const files = await readZip(bytes)
    const manifest = JSON.parse(files.get('manifest.json')!.toString())
    assert.deepEqual([...files.keys()].sort(), [
      'configuration.json',
      'host.json',
      'journal.log',
      'logs/agent.log',
      'manifest.json',
      'status.json',
    ])
    for (const { name, size_bytes, sha256 } of manifest.files) {
      assert.equal(files.get(name)!.length, size_bytes)
      assert.equal(createHash('sha256').update(files.get(name)!).digest('hex'), sha256)
    }
    assert.ok(manifest.time_range.from <= manifest.time_range.to)
    assert.equal(JSON.parse(files.get('configuration.json')!.toString()).device_id, deviceId)
    assert.equal(JSON.parse(files.get('status.json')!.toString()).transport, transport)
    assert.doesNotMatch([...files.values()].join(''), /PRIVATE KEY|mse_/)
  })
}

test('what the agent keeps is its user’s alone, and holds no token', async () => {
  const token = await server.makeToken()
  assert.equal((await agent.enrol(server.base, token)).code, 0)
  assert.equal(statSync(agent.stateDirectory).mode & 0o777, 0o700)
  for (const name of readdirSync(agent.stateDirectory, { recursive: true }) as string[]) {
    const path = join(agent.stateDirectory, name)
    const { mode } = statSync(path)
    assert.equal(mode & 0o077, 0, `${name} is open to others`)
    if (!statSync(path).isDirectory()) assert.ok(!readFileSync(path, 'utf8').includes(token))
  }
  assert.ok(!server.logged.join('').includes(token))
})

test('a second agent on the same state directory is refused with the first one’s process id', async () => {
  await enrolAndRun()
  await waitUntil('it is connected', async () => server.channel.connected() > 0)
  const { code, errors } = await agent.program('run')
  assert.equal(code, 1)
  assert.match(errors, /Another agent runs on this state directory \(process \d+\)/)
})

test('an agent outlives its server, comes back, and brings what it finished meanwhile', async () => {
  const deviceId = await enrolAndRun()
  await waitUntil('it is online', () => server.isOnline(deviceId))
  await server.restart()
  const { command } = await fetchLog(deviceId)
  assert.equal(command.state, 'succeeded')
})

test('SIGTERM says goodbye: the device is offline at once and the process ends with 0', async () => {
  const deviceId = await enrolAndRun()
  await waitUntil('it is online', () => server.isOnline(deviceId))
  await agent.kill('SIGTERM')
  await waitUntil('it is offline', async () => !(await server.isOnline(deviceId)))
  const { output } = await agent.program('status', '--json')
  assert.equal(JSON.parse(output).process_id, null)
})

test('an agent that is retired ends, tells its server, and will not run again until it is enrolled', async () => {
  const deviceId = await enrolAndRun()
  await waitUntil('it is online', () => server.isOnline(deviceId))
  const { code, output, errors } = await agent.program('retire')
  assert.equal(code, 0, errors)
  assert.match(output, /Retired/)
  await waitUntil('the running agent has ended', async () => {
    const { output: status } = await agent.program('status', '--json')
    return JSON.parse(status).process_id === null
  })
  const again = await agent.program('run')
  assert.equal(again.code, 78)
  assert.match(again.errors, /enrolment has ended.*muster-agent enrol/s)
  assert.equal((await server.audited('device.retired')).length, 1)
  const refused = await server.act('fetch_agent_log', [deviceId])
  assert.deepEqual(refused.counts, { not_supported: 1 })
})

test('errors of the command line are a sentence with the remedy', { timeout: 60_000 }, async () => {
  const unknown = await agent.enrol(server.base, 'mse_nothing')
  assert.equal(unknown.code, 1)
  assert.match(unknown.errors, /refused the enrolment: This enrolment token .*muster enrol-token create/)
  assert.match((await agent.program('run')).errors, /not enrolled.*muster-agent enrol/s)
  assert.match((await agent.enrol('http://127.0.0.1:1', 'mse_x')).errors, /Cannot reach http:\/\/127\.0\.0\.1:1/)
  const nowhere = ['simulate', '--server', 'http://127.0.0.1:1', '--token', 'x', '--count', '1', '--duration', '1']
  const simulation = await agent.program(...nowhere)
  assert.deepEqual([simulation.code, /ECONNREFUSED/.test(simulation.output)], [1, true], simulation.output)
  assert.match((await agent.enrol('somewhere', 'mse_x')).errors, /is not the address of a server/)
  assert.equal((await agent.enrol(server.base, await server.makeToken())).code, 0)
  assert.match((await agent.enrol(server.base, await server.makeToken())).errors, /is enrolled at .*--again/)
  const key = readdirSync(agent.stateDirectory).find((name) => name.startsWith('device-key-'))!
  writeFileSync(join(agent.stateDirectory, key), 'half a k')
  const damaged = await agent.program('run')
  assert.deepEqual(
    [damaged.code, /device-key-.* is damaged\. .*--again/.test(damaged.errors)],
    [1, true],
    damaged.errors,
  )
  rmSync(join(agent.stateDirectory, key))
  for (const word of ['run', 'retire']) {
    assert.match((await agent.program(word)).errors, /device-key-.* is gone\. .*--again/)
  }
})
