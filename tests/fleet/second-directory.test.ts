import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { waitUntil } from '../support/embedded-server.ts'
import { makeAgentProcess } from './support/agent-process.ts'
import { startAgentServer } from './support/agent-server.ts'

let server: Awaited<ReturnType<typeof startAgentServer>>

before(async () => {
  server = await startAgentServer()
})
after(() => server.close())

test('a second state directory of a machine is not enrolled over the agent that runs, unless it is told to', async () => {
  const first = await makeAgentProcess()
  const second = await makeAgentProcess({ env: { MUSTER_AGENT_HWID: first.hwid } })
  try {
    const enrolled = await first.enrol(server.base, await server.makeToken())
    assert.equal(enrolled.code, 0, enrolled.errors)
    const deviceId = await first.deviceId()
    first.start()
    await waitUntil('the agent is online', () => server.isOnline(deviceId))
    const { code, errors } = await second.enrol(server.base, await server.makeToken())
    assert.equal(code, 1)
    assert.match(errors, new RegExp(`enrolled at ${server.base} as ${deviceId} \\(process \\d+, .*--replace`))
    assert.ok(errors.includes(`state directory ${first.stateDirectory}`), errors)
    assert.equal(await server.isOnline(deviceId), true)
    assert.equal((await server.audited('device.re_enrolled')).length, 0)

    const replaced = await second.enrol(server.base, await server.makeToken(), '--replace')
    assert.deepEqual([replaced.code, await second.deviceId()], [0, deviceId], replaced.errors)
    assert.equal((await server.audited('device.re_enrolled')).length, 1)
    await waitUntil('the first one has been told', () => first.said.join('').includes('the enrolment has ended'))
  } finally {
    await first.remove()
    await second.remove()
  }
})
