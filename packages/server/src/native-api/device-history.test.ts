import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { TimelineEntry } from '@muster/core/api/timeline.ts'
import { listAll, type NativeServer, startNativeServer } from '../../../../tests/support/native-client.ts'
import { endExemptions } from '../jobs/end-exemptions.ts'

let server: NativeServer
let now = new Date()
const later = (hours: number) => {
  now = new Date(now.getTime() + hours * 3_600_000)
}

before(async () => {
  server = await startNativeServer({ now: () => now })
})
after(() => server.close())

async function addDevice(device_id: string): Promise<void> {
  const agent = { agent_type: 'persistent', agent_name: 'opswat-client', agent_version: '9.0', os: 'windows' }
  const { status, text } = await server.call('POST', '/devices/import', { device_id, status: 'compliant', ...agent })
  assert.equal(status, 200, text)
}

async function act(type: string, ids: string[], params: object = {}) {
  later(0.001)
  const { body, text } = await server.call('POST', '/actions', { type, params, devices: { ids } })
  assert.ok(body.action_id, text)
  return body
}

test('the timeline tells all that was done to a device and happened to it, newest first, by whom and through what', async () => {
  await addDevice('seen')
  await addDevice('other')
  const exempting = await act('exempt', ['seen', 'other'], { hours: 1 })
  await act('exempt', ['other'])
  later(2)
  await endExemptions(server.services)
  const renewing = await act('dhcprenew', ['seen'])
  await act('ignore', ['seen'])
  const entries: TimelineEntry[] = await listAll(server.call, '/devices/seen/timeline', 1000)
  assert.deepEqual(
    entries.map((entry) => (entry.kind === 'action' ? `${entry.type} ${entry.state}` : entry.event)),
    ['ignore not_supported', 'dhcprenew queued', 'unexempted', 'exempt succeeded', 'added'],
  )
  const [ignoring, queued, ended, exempted] = entries
  assert.equal(exempted?.channel, 'native_api')
  assert.ok(exempted?.application?.name)
  assert.deepEqual([ended?.channel, ended?.action_id], ['scheduler', exempting.action_id])
  assert.equal(queued?.kind === 'action' && queued.command_id, renewing.targets[0].command_id)
  assert.equal(ignoring?.kind === 'action' && ignoring.reason, 'unknown_devices_only')
  for (const limit of [1, 2, 5]) {
    assert.deepEqual(await listAll(server.call, '/devices/seen/timeline', limit), entries)
  }
})

test('the commands of a device are those that it has not ended', async () => {
  await addDevice('busy')
  await act('exempt', ['busy'])
  const first = await act('dhcprenew', ['busy'])
  const second = await act('fetch_agent_log', ['busy'])
  const ids = async () => (await listAll(server.call, '/devices/busy/commands', 1)).map(({ command_id }) => command_id)
  assert.deepEqual(await ids(), [second.targets[0].command_id, first.targets[0].command_id])
  await server.call('POST', `/actions/${second.action_id}/cancel`)
  assert.deepEqual(await ids(), [first.targets[0].command_id])
  assert.equal((await server.call('GET', '/devices/nobody/commands')).status, 404)
  assert.equal((await server.call('GET', '/devices/nobody/timeline')).status, 404)
})
