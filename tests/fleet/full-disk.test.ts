import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, suite, test } from 'node:test'
import { waitUntil } from '../support/embedded-server.ts'
import { type AgentProcess, makeAgentProcess } from './support/agent-process.ts'
import { type AgentServer, startAgentServer } from './support/agent-server.ts'

suite('an agent on a full disk', { skip: whyNot() }, () => {
  let server: AgentServer
  let agent: AgentProcess
  let deviceId: string

  beforeEach(async () => {
    server = await startAgentServer()
    agent = await makeAgentProcess()
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=256k,mode=700', 'tmpfs', agent.stateDirectory])
    const { code, errors } = await agent.enrol(server.base, await server.makeToken())
    assert.equal(code, 0, errors)
    deviceId = await agent.deviceId()
  })

  afterEach(async () => {
    await agent.kill('SIGKILL')
    execFileSync('umount', ['--lazy', agent.stateDirectory])
    await agent.remove()
    await server.close()
  })

  const filler = () => join(agent.stateDirectory, 'server.pem.bak')

  function fill(): void {
    try {
      writeFileSync(filler(), Buffer.alloc(1024 * 1024))
    } catch (error) {
      assert.equal((error as NodeJS.ErrnoException).code, 'ENOSPC')
    }
  }

  test('starts, connects, says what it cannot do, and does it once there is room', { timeout: 60_000 }, async () => {
    fill()
    agent.start()
    await waitUntil('the agent is online', () => server.isOnline(deviceId))
    await waitUntil('it says so', () => agent.said.join('').includes('the disk may be full'))
    const status = await agent.program('status')
    assert.equal(status.code, 0, status.errors)
    assert.match(status.output, /Process +\d+\n/)
    assert.match(status.output, /Disk +full: .* no command can be accepted/)
    const twice = await agent.program('run')
    assert.deepEqual([twice.code, /Another agent runs/.test(twice.errors)], [1, true], twice.errors)

    const { actionId } = await server.act('fetch_agent_log', [deviceId])
    const one = async () => (await server.commands(actionId))[0]!
    await waitUntil('the command is put off', async () => (await one()).state === 'deferred')
    await server.cancel(actionId)
    rmSync(filler())
    assert.doesNotMatch((await agent.program('status')).output, /Disk/)
    const { actionId: later } = await server.act('fetch_agent_log', [deviceId])
    await waitUntil('a command is done', async () => (await server.commands(later))[0]!.state === 'succeeded')
  })

  test('keeps what it had accepted when it is killed and started again without room', { timeout: 60_000 }, async () => {
    const child = agent.start()
    await waitUntil('the agent is online', () => server.isOnline(deviceId))
    const { actionId } = await server.act('fetch_agent_log', [deviceId])
    await waitUntil('it ends', async () => (await server.commands(actionId))[0]!.open === false)
    child.kill('SIGKILL')
    await agent.kill('SIGKILL')
    await waitUntil('the agent is offline', async () => !(await server.isOnline(deviceId)))
    fill()
    agent.start()
    await waitUntil('the agent is online', () => server.isOnline(deviceId))
    const { commands } = JSON.parse((await agent.program('status', '--json')).output)
    assert.deepEqual([commands.unfinished, commands.reported + commands.unreported], [0, 1])
  })
})

function whyNot(): string | false {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return 'only root mounts a small file system'
  try {
    execFileSync('unshare', ['--mount', 'mount', '-t', 'tmpfs', 'tmpfs', '/mnt'], { stdio: 'ignore' })
    return false
  } catch {
    return 'this container lets nobody mount'
  }
}
