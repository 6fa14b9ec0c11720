import assert from 'node:assert/strict'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, beforeEach, test } from 'node:test'
import { isDeepStrictEqual } from 'node:util'
import type { Checks } from '@muster/core/agent/messages.ts'
import type { CompliancePolicy, DeviceIssue } from '@muster/core/api/compliance.ts'
import { judgeCompliance } from '@muster/server/jobs/judge-compliance.ts'
import { waitUntil } from '../support/embedded-server.ts'
import { makeScratchDirectory } from '../support/scratch-directory.ts'
import { makeAgentProcess } from './support/agent-process.ts'
import { type AgentServer, startAgentServer } from './support/agent-server.ts'
import { connect, enrolFake, type FakeSocket } from './support/fake-agent.ts'

let server: AgentServer
let aheadMilliseconds = 0
let deviceId: string
let socket: FakeSocket

before(async () => {
  server = await startAgentServer({ now: () => new Date(Date.now() + aheadMilliseconds) })
})

after(() => server.close())

beforeEach(async () => {
  aheadMilliseconds = 0
  await setPolicy([])
  const agent = await enrolFake(server.base, await server.makeToken())
  deviceId = agent.identity.device_id
  socket = await connect(server.base, agent)
})

type Result = Checks['checks'][number]['result']

function say(results: Record<string, Result>, facts: Record<string, unknown> = {}, lookedFor: string[] = []): void {
  socket.send({
    type: 'checks',
    checks: Object.entries(results).map(([check, result]) => ({
      check,
      result,
      facts,
      taken_at: Math.floor((Date.now() + aheadMilliseconds) / 1000),
    })),
    looked_for: lookedFor,
  })
}

async function setPolicy(checks: CompliancePolicy['checks'], path = '/compliance-policy'): Promise<void> {
  const answer = await server.call('PUT', path, { checks })
  assert.equal(answer.status, 200, answer.text)
  await judgeCompliance(server.services)
  assert.equal((await server.call('GET', path)).body.judging, false)
}

const shown = async () => (await server.call('GET', `/devices/${deviceId}`)).body
const untilStatus = (status: string) => waitUntil(`it is ${status}`, async () => (await shown()).status === status)
const untilChecks = (count: number) =>
  waitUntil('its checks are kept', async () => (await shown()).checks.length === count)
const issuesOf = ({ issues }: { issues: DeviceIssue[] }) =>
  issues.map(({ check, severity, counts }) => [check, severity, counts])

async function act(type: string, params: object = {}): Promise<void> {
  const answer = await server.call('POST', '/actions', { type, params, devices: { ids: [deviceId] } })
  assert.equal(answer.status, 201, answer.text)
}

test('what an agent finds makes no difference until a policy names it, and then to each device of its groups', async () => {
  say({ firewall: 'fail', disk_encryption: 'fail', screen_lock: 'unknown' }, { volume: '/' })
  await untilChecks(3)
  const before = await shown()
  assert.deepEqual([before.status, before.severity, before.issues], ['compliant', 'no_issues', []])

  await setPolicy([
    { check: 'firewall', severity: 'warning' },
    { check: 'disk_encryption', severity: 'critical' },
    { check: 'screen_lock', severity: 'critical' },
  ])
  const judged = await shown()
  assert.deepEqual([judged.status, judged.severity], ['non_compliant', 'critical'])
  assert.deepEqual([judged.critical_issues, judged.warning_issues], [1, 1])
  assert.deepEqual(issuesOf(judged), [
    ['disk_encryption', 'critical', true],
    ['firewall', 'warning', true],
  ])
  assert.deepEqual(judged.issues[0].facts, { volume: '/' })
  const listed = await server.call('GET', `/devices?severity=critical&q=${deviceId}`)
  assert.deepEqual(
    listed.body.items.map((one: { device_id: string }) => one.device_id),
    [deviceId],
  )
  assert.equal((await server.call('GET', `/devices?severity=no_issues,warning&q=${deviceId}`)).body.items.length, 0)

  say({ disk_encryption: 'pass' })
  await waitUntil('the critical issue is gone', async () => (await shown()).severity === 'warning')
  say({ firewall: 'pass' })
  await untilStatus('compliant')
  const log = (await server.call('GET', '/device-log?event=compliant&event=non_compliant&limit=1000')).body.items
  assert.deepEqual(
    log
      .filter((entry: { device_id: string }) => entry.device_id === deviceId)
      .map(({ event, details }: { event: string; details: { from: string } }) => [details.from, event]),
    [
      ['non_compliant', 'compliant'],
      ['compliant', 'non_compliant'],
    ],
  )
})

test('an exempt device keeps its issues listed; an exemption from critical ones leaves its warnings to count', async () => {
  await setPolicy([
    { check: 'firewall', severity: 'warning' },
    { check: 'disk_encryption', severity: 'critical' },
  ])
  say({ firewall: 'fail', disk_encryption: 'fail' })
  await untilStatus('non_compliant')
  await act('exempt')
  const exempt = await shown()
  assert.deepEqual([exempt.status, exempt.severity, exempt.exemption.scope], ['exempted', 'critical', 'all'])
  assert.equal(exempt.issues.length, 2)

  await act('exempt', { scope: 'critical' })
  assert.deepEqual([(await shown()).status, (await shown()).exemption.scope], ['non_compliant', 'critical'])
  say({ firewall: 'pass' })
  await untilStatus('exempted')
  assert.deepEqual(issuesOf(await shown()), [['disk_encryption', 'critical', true]])
  await act('unexempt')
  assert.equal((await shown()).status, 'non_compliant')
})

test('an issue counts when its grace is over, from when it was first heard, whatever was not known meanwhile', async () => {
  await setPolicy([{ check: 'os_updates', severity: 'critical', grace_seconds: 3600 }])
  say({ os_updates: 'fail' })
  await untilChecks(1)
  const before = await shown()
  assert.deepEqual(
    [before.status, before.severity, issuesOf(before)],
    ['compliant', 'no_issues', [['os_updates', 'critical', false]]],
  )
  aheadMilliseconds = 1_800_000
  say({ os_updates: 'unknown' })
  await waitUntil('it is not known', async () => (await shown()).issues.length === 0)
  say({ os_updates: 'fail' }, { again: true })
  await waitUntil('it fails', async () => (await shown()).issues.length === 1)
  aheadMilliseconds = 3_599_000
  await judgeCompliance(server.services)
  assert.equal((await shown()).status, 'compliant')
  aheadMilliseconds = 3_700_000
  await judgeCompliance(server.services)
  assert.deepEqual([(await shown()).status, (await shown()).severity], ['non_compliant', 'critical'])
})

test('a group has its own policy until it is taken away, and a device is judged by that of the group it is in', async () => {
  await setPolicy([{ check: 'firewall', severity: 'critical' }])
  const id = `own-${deviceId.slice(0, 8)}`
  assert.equal((await server.call('POST', '/groups', { group_id: id, name: 'Own' })).status, 201)
  const path = `/groups/${id}/compliance-policy`
  assert.equal((await server.call('GET', path)).body.inherited, true)
  await setPolicy([{ check: 'firewall', severity: 'warning' }], path)
  say({ firewall: 'fail' })
  await untilStatus('non_compliant')
  await act('assign_to_group', { group_id: id })
  await judgeCompliance(server.services)
  assert.equal((await shown()).severity, 'warning')
  assert.equal((await server.call('DELETE', path)).status, 200)
  await judgeCompliance(server.services)
  assert.deepEqual([(await shown()).severity, (await server.call('GET', path)).body.inherited], ['critical', true])
  assert.equal((await server.audited('compliance_policy.changed')).at(-1)?.event, 'compliance_policy.changed')
  for (const checks of [
    [{ check: 'firewall', severity: 'warning', names: ['telnetd'] }],
    [{ check: 'unwanted_software', severity: 'warning' }],
    [
      { check: 'firewall', severity: 'warning' },
      { check: 'firewall', severity: 'critical' },
    ],
  ]) {
    assert.equal((await server.call('PUT', path, { checks })).status, 400)
  }
})

test('an agent is told which software to look for, when it looked for other and when the policy changes', async () => {
  await setPolicy([{ check: 'unwanted_software', severity: 'critical', names: ['telnetd', 'xmrig'] }])
  assert.deepEqual((await socket.next('look_for')).software, ['telnetd', 'xmrig'])
  say({ unwanted_software: 'unknown' })
  assert.deepEqual((await socket.next('look_for')).software, ['telnetd', 'xmrig'])
  say({ unwanted_software: 'fail' }, { found: [{ name: 'telnetd' }] }, ['xmrig', 'telnetd'])
  await untilStatus('non_compliant')
  assert.equal(socket.heard.filter(({ type }) => type === 'look_for').length, 2)
})

test('an agent is told how much there is to mend and where that is described: after it looked, and when the policy changes', async () => {
  say({ firewall: 'fail', disk_encryption: 'fail' })
  const { remediation_url: page } = await shown()
  assert.deepEqual(await socket.next('to_mend'), { type: 'to_mend', issues: 0, page })
  await setPolicy([
    { check: 'firewall', severity: 'warning', grace_seconds: 3600 },
    { check: 'disk_encryption', severity: 'critical' },
  ])
  assert.equal((await socket.next('to_mend')).issues, 2)
  say({ firewall: 'pass' })
  assert.equal((await socket.next('to_mend')).issues, 1)
})

test('an agent from before there was such a message is told nothing of what there is to mend', async () => {
  const older = await enrolFake(server.base, await server.makeToken())
  deviceId = older.identity.device_id
  socket = await connect(server.base, older, { ignores_unknown: false })
  say({ firewall: 'fail' })
  await setPolicy([{ check: 'unwanted_software', severity: 'critical', names: ['xmrig'] }])
  await socket.next('look_for')
  say({ firewall: 'fail' })
  await socket.next('look_for')
  // A heartbeat comes after all that.
  socket.send({ type: 'heartbeat' })
  await socket.next('heartbeat')
  assert.deepEqual(
    socket.heard.filter(({ type }) => type === 'to_mend'),
    [],
  )
})

test('an agent whose device came into another group is told what to look for, and what there is to mend, by its policy', async () => {
  say({ firewall: 'fail' })
  assert.equal((await socket.next('to_mend')).issues, 0)
  const id = `strict-${deviceId.slice(0, 8)}`
  assert.equal((await server.call('POST', '/groups', { group_id: id, name: 'Strict' })).status, 201)
  await setPolicy(
    [
      { check: 'firewall', severity: 'warning' },
      { check: 'unwanted_software', severity: 'critical', names: ['xmrig'] },
    ],
    `/groups/${id}/compliance-policy`,
  )
  await act('assign_to_group', { group_id: id })
  await judgeCompliance(server.services)
  assert.deepEqual((await socket.next('look_for')).software, ['xmrig'])
  assert.equal((await socket.next('to_mend')).issues, 1)
})

test('beyond the licence a device that comes is outside it, and the oldest comes in when one is deleted', async () => {
  const count = (await server.call('GET', '/devices/count')).body.devices
  const setLicence = async (devices_allowed: number | null) =>
    (await server.call('PUT', '/licence', { devices_allowed })).body
  await setLicence(count)
  const enrol = async () => (await enrolFake(server.base, await server.makeToken())).identity.device_id
  const [first, second] = [await enrol(), await enrol()]
  const statusOf = async (id: string) => (await server.call('GET', `/devices/${id}`)).body.status
  assert.deepEqual([await statusOf(first), await statusOf(second)], ['out_of_license_usage', 'out_of_license_usage'])
  await act('delete')
  assert.deepEqual([await statusOf(first), await statusOf(second)], ['compliant', 'out_of_license_usage'])
  const counted = (await server.call('GET', '/licence')).body.devices_counted
  assert.deepEqual(await setLicence(counted + 1), { devices_allowed: counted + 1, devices_counted: counted + 1 })
  assert.deepEqual((await server.call('GET', '/settings')).body.licence.devices_allowed, counted + 1)
  assert.equal(await statusOf(second), 'compliant')
  await setLicence(null)
  const last = (await server.audited('licence.changed')).at(-1)
  assert.deepEqual(last?.details, { devices_allowed: null, before: counted + 1 })
})

test('a real agent says what it finds on this machine, and its device is judged by it', async () => {
  await setPolicy([
    { check: 'disk_encryption', severity: 'critical' },
    { check: 'unwanted_software', severity: 'warning', names: ['node-that-nobody-has', 'dpkg'] },
  ])
  // What apt works out takes seconds of processor time; the parser has a test of its own.
  const programs = await makeScratchDirectory()
  const line = 'Inst bash [5.2] (5.3 Debian-Security:12/oldstable-security [amd64])'
  await writeFile(join(programs.path, 'apt-get'), `#!/bin/sh\necho "${line}"\n`, { mode: 0o755 })
  const agent = await makeAgentProcess({
    env: { MUSTER_AGENT_CHECK_SECONDS: '1', PATH: `${programs.path}:${process.env.PATH}` },
  })
  try {
    await agent.enrol(server.base, await server.makeToken())
    deviceId = await agent.deviceId()
    agent.start()
    await waitUntil('it said what it found', async () => (await shown()).checks.length === 8, 60_000)
    const device = await shown()
    const results = Object.fromEntries(
      device.checks.map((one: { check: string; result: string }) => [one.check, one.result]),
    )
    assert.equal(results.screen_lock, 'unknown')
    assert.equal(device.status === 'non_compliant', device.critical_issues + device.warning_issues > 0)
    assert.equal(results.disk_encryption === 'fail', device.critical_issues === 1)
    const status = async () => JSON.parse((await agent.program('status', '--json')).output)
    await waitUntil('it knows what there is to mend', async () => {
      const { issues, remediation_url: page } = await shown()
      return isDeepStrictEqual((await status()).to_mend, { issues: issues.length, page })
    })
    const { issues } = (await status()).to_mend
    const { output } = await agent.program('status')
    assert.equal(output.includes(device.remediation_url), issues > 0)
  } finally {
    await agent.remove()
    await programs.remove()
  }
})
