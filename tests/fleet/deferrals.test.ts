import assert from 'node:assert/strict'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, afterEach, before, beforeEach, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { waitUntil } from '../support/embedded-server.ts'
import { makeScratchDirectory } from '../support/scratch-directory.ts'
import { type AgentProcess, makeAgentProcess } from './support/agent-process.ts'
import { type AgentServer, startAgentServer } from './support/agent-server.ts'

let server: AgentServer
let agent: AgentProcess
let scratch: Awaited<ReturnType<typeof makeScratchDirectory>>

before(async () => {
  server = await startAgentServer()
  scratch = await makeScratchDirectory()
})

after(async () => {
  await server.close()
  await scratch.remove()
})

beforeEach(async () => {
  const program = fileURLToPath(new URL('support/toy-agent.ts', import.meta.url))
  agent = await makeAgentProcess({ program, env: { MUSTER_AGENT_SYSFS: scratch.path } })
  const { code, errors } = await agent.enrol(server.base, await server.makeToken())
  assert.equal(code, 0, errors)
  writeFileSync(join(agent.stateDirectory, 'go'), '')
})

afterEach(() => agent.remove())

/** What /sys says of the laptop's only battery from now on. */
function battery(status: string, capacity: number) {
  const directory = join(scratch.path, 'class/power_supply/BAT0')
  mkdirSync(directory, { recursive: true })
  writeFileSync(join(directory, 'type'), 'Battery\n')
  writeFileSync(join(directory, 'status'), `${status}\n`)
  writeFileSync(join(directory, 'capacity'), `${capacity}\n`)
}

async function setPolicy(defer: object) {
  const { status, text } = await server.call('PUT', '/agent-policy', { defer })
  assert.equal(status, 200, text)
}

async function order(type: string): Promise<string> {
  const devices = { ids: [await agent.deviceId()] }
  return (await server.call('POST', '/actions', { type, devices })).body.action_id
}

const target = async (actionId: string) => (await server.call('GET', `/actions/${actionId}/targets`)).body.items[0]
const untilState = (actionId: string, state: string) =>
  waitUntil(`it is ${state}`, async () => (await target(actionId)).state === state)

test('a real agent on battery puts a command off, by the policy signed with it, and does it once it is plugged in', async () => {
  battery('Discharging', 40)
  await setPolicy({ dhcprenew: { battery_percent: 50, retry_after_seconds: 3600 } })
  agent.start()
  const actionId = await order('dhcprenew')
  await untilState(actionId, 'deferred')
  const seen = await target(actionId)
  assert.deepEqual([seen.deferrals, seen.accepted_at], [1, null])
  assert.equal(seen.message, 'The device runs on battery, with 40 % left.')
  assert.ok(Math.abs(Date.parse(seen.retry_at) - Date.now() - 3_600_000) < 30_000)

  // Another type has no rule: it is not put off.
  const other = await order('fetch_agent_log')
  await untilState(other, 'succeeded')

  battery('Charging', 41)
  await server.restart()
  await untilState(actionId, 'succeeded')
  const done = await target(actionId)
  assert.deepEqual([done.deferrals, done.message], [1, null])
})

test('a real agent on a metered connection puts a command off', async () => {
  const programs = join(scratch.path, 'programs')
  mkdirSync(programs, { recursive: true })
  writeFileSync(join(programs, 'busctl'), '#!/bin/sh\necho "u 1"\n', { mode: 0o755 })
  const program = fileURLToPath(new URL('support/toy-agent.ts', import.meta.url))
  const metered = await makeAgentProcess({ program, env: { PATH: `${programs}:${process.env.PATH}` } })
  try {
    await metered.enrol(server.base, await server.makeToken())
    await setPolicy({ dhcprenew: { metered: true } })
    metered.start()
    const devices = { ids: [await metered.deviceId()] }
    const { body } = await server.call('POST', '/actions', { type: 'dhcprenew', devices })
    await untilState(body.action_id, 'deferred')
    assert.equal((await target(body.action_id)).message, 'The device’s connection is metered.')
  } finally {
    await metered.remove()
  }
})

test('an action keeps the rule that it was signed with, whatever the policy says later', async () => {
  battery('Discharging', 40)
  await setPolicy({ dhcprenew: { battery_percent: 50 } })
  const before = await order('dhcprenew')
  await setPolicy({})
  agent.start()
  await untilState(before, 'deferred')
})

test('a real agent drops what it put off when the action is cancelled', async () => {
  battery('Discharging', 40)
  await setPolicy({ dhcprenew: { battery_percent: 100 } })
  agent.start()
  const actionId = await order('dhcprenew')
  await untilState(actionId, 'deferred')
  await server.call('POST', `/actions/${actionId}/cancel`)
  await untilState(actionId, 'cancelled')
  assert.equal((await target(actionId)).reason, 'cancelled')
})

test('a quiet time of the day is kept by the device’s own clock', async () => {
  battery('Full', 100)
  const now = new Date()
  const time = (minutes: number) => {
    const at = new Date(now.getTime() + minutes * 60_000)
    return `${String(at.getHours()).padStart(2, '0')}:${String(at.getMinutes()).padStart(2, '0')}`
  }
  await setPolicy({ dhcprenew: { quiet: { from: time(-120), to: time(120) } } })
  agent.start()
  const actionId = await order('dhcprenew')
  await untilState(actionId, 'deferred')
  const seen = await target(actionId)
  const minutesAway = (Date.parse(seen.retry_at) - now.getTime()) / 60_000
  assert.ok(minutesAway > 118 && minutesAway < 124, `in ${minutesAway} minutes`)
  assert.match(seen.message, /quiet time/)
})
