import assert from 'node:assert/strict'
import { createPrivateKey, sign } from 'node:crypto'
import { once } from 'node:events'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { mkdtemp } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, afterEach, before, beforeEach, test } from 'node:test'
import { writeInstallRecord } from '@muster/agent/service/install-record.ts'
import { openStateDirectory } from '@muster/agent/state/state-directory.ts'
import { agentPaths } from '@muster/core/agent/protocol.ts'
import { uninstallText } from '@muster/core/agent/signed-texts.ts'
import { listUninstalls } from '@muster/server/operations/list-uninstalls.ts'
import { waitUntil } from '../support/embedded-server.ts'
import { testCaller } from '../support/services.ts'
import { type AgentProcess, makeAgentProcess } from './support/agent-process.ts'
import { type AgentServer, startAgentServer } from './support/agent-server.ts'
import { makeKey } from './support/fake-agent.ts'

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

const identityPath = () => join(agent.stateDirectory, 'identity.json')

async function stateOf(deviceId: string): Promise<string | undefined> {
  const { items } = await listUninstalls(server.services, testCaller(server.accountId), { limit: 1000 })
  return items.find(({ device_id }) => device_id === deviceId)?.state
}

function leftovers(): string[] {
  return existsSync(agent.stateDirectory) ? readdirSync(agent.stateDirectory) : []
}

for (const transport of ['socket', 'poll']) {
  test(`an agent whose device is deleted confirms by ${transport}, removes all that it keeps and exits with 0`, async () => {
    assert.equal((await agent.enrol(server.base, await server.makeToken())).code, 0)
    const deviceId = await agent.deviceId()
    const running = agent.start('--transport', transport)
    const exited = once(running, 'exit')
    await waitUntil('it is online', () => server.isOnline(deviceId))
    await server.act('delete', [deviceId])
    const [code] = await exited
    assert.equal(code, 0, agent.said.join(''))
    assert.deepEqual(leftovers(), [])
    assert.equal(await stateOf(deviceId), 'confirmed')
    const again = await agent.program('run')
    assert.notEqual(again.code, 0)
    assert.match(again.errors, /not enrolled/)
  })
}

test('an agent that was away while its device was deleted does so at its next start', async () => {
  assert.equal((await agent.enrol(server.base, await server.makeToken())).code, 0)
  const deviceId = await agent.deviceId()
  await server.act('delete', [deviceId])
  const { code, errors } = await agent.program('run')
  assert.equal(code, 0, errors)
  assert.deepEqual(leftovers(), [])
  assert.equal(await stateOf(deviceId), 'confirmed')
})

test('killed between its confirmation and its removal, an agent goes on at its next start', async () => {
  const proxy = await startProxy(async (path) => {
    if (path === agentPaths.uninstalled) await agent.kill('SIGKILL')
    return undefined
  })
  assert.equal((await agent.enrol(proxy.base, await server.makeToken())).code, 0)
  const deviceId = await agent.deviceId()
  await server.act('delete', [deviceId])
  const killed = agent.start('--transport', 'poll')
  await once(killed, 'exit')
  assert.equal(killed.signalCode, 'SIGKILL')
  proxy.close()
  assert.equal(await stateOf(deviceId), 'confirmed')
  const { uninstall, server: address } = JSON.parse(readFileSync(identityPath(), 'utf8'))
  assert.equal(typeof uninstall.ordered_at, 'string')
  assert.equal(uninstall.confirmed_at, undefined)
  // Nobody listens where it enrolled: it stays, and tries. Then the server is back at another place of the same name.
  writeFileSync(identityPath(), readFileSync(identityPath(), 'utf8').replace(address, server.base))
  const { code, errors } = await agent.program('run')
  assert.equal(code, 0, errors)
  assert.deepEqual(leftovers(), [])
  assert.equal((await server.audited('device.uninstalled')).filter((entry) => sameDevice(entry, deviceId)).length, 1)
})

test('killed in the middle of its removal, without its keys, an agent removes the rest and asks nobody', async () => {
  assert.equal((await agent.enrol(server.base, await server.makeToken())).code, 0)
  const identity = JSON.parse(readFileSync(identityPath(), 'utf8'))
  const uninstall = { ordered_at: '2026-01-01T00:00:00Z', confirmed_at: '2026-01-01T00:00:01Z' }
  writeFileSync(
    identityPath(),
    JSON.stringify({ ...identity, key_file: 'gone.pem', server: 'http://127.0.0.1:1', uninstall }),
  )
  const { code, errors } = await agent.program('run')
  assert.equal(code, 0, errors)
  assert.deepEqual(leftovers(), [])
})

test('an installed agent has its installed program uninstall all, and keeps record and identity until that ran', async () => {
  const beside = await mkdtemp(join(tmpdir(), 'muster-installed-'))
  try {
    // Stands in for the installed program: it says how it was called and what it found, and undoes nothing.
    const program = join(beside, 'muster-agent')
    const called = join(beside, 'called')
    writeFileSync(
      program,
      `#!${process.execPath}
      const { readdirSync, renameSync, writeFileSync } = require('node:fs')
      const words = process.argv.slice(2)
      writeFileSync('${called}.part', JSON.stringify({ words, found: readdirSync(words.at(-1)) }))
      renameSync('${called}.part', '${called}')\n`,
      { mode: 0o755 },
    )
    assert.equal((await agent.enrol(server.base, await server.makeToken())).code, 0)
    const deviceId = await agent.deviceId()
    writeInstallRecord(openStateDirectory(agent.stateDirectory), {
      manager: 'systemd',
      program,
      definition: '/etc/systemd/system/muster-agent.service',
      version: '1.0.0',
      installed_at: '2026-01-01T00:00:00Z',
    })
    await server.act('delete', [deviceId])
    // A second start is one whose uninstall came to nothing.
    for (const start of ['first', 'second']) {
      const { code, errors } = await agent.program('run')
      assert.equal(code, 0, errors)
      await waitUntil(`the ${start} start calls the installed program`, async () => existsSync(called))
      const { words, found } = JSON.parse(readFileSync(called, 'utf8'))
      assert.deepEqual(words, ['uninstall', '--yes', '--purge', '--state-dir', agent.stateDirectory])
      assert.deepEqual(
        ['identity.json', 'install.json'].filter((name) => !found.includes(name)),
        [],
      )
      rmSync(called)
    }
    assert.equal(await stateOf(deviceId), 'confirmed')
  } finally {
    rmSync(beside, { recursive: true })
  }
})

test('a file in the state directory that is not the agent’s survives its removal', async () => {
  assert.equal((await agent.enrol(server.base, await server.makeToken())).code, 0)
  const foreign = ['notes.txt', 'identity.json.bak', 'logs/other.log', 'photos/reports/1.json']
  mkdirSync(join(agent.stateDirectory, 'photos', 'reports'), { recursive: true })
  for (const name of foreign) writeFileSync(join(agent.stateDirectory, name), name)
  await server.act('delete', [await agent.deviceId()])
  const { code, errors } = await agent.program('run')
  assert.equal(code, 0, errors)
  const all = readdirSync(agent.stateDirectory, { recursive: true, withFileTypes: true })
  const files = all.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  assert.deepEqual(files.sort(), foreign.map((name) => join(agent.stateDirectory, name)).sort())
})

test('a purge leaves a file in the state directory that is not the agent’s', async () => {
  assert.equal((await agent.enrol(server.base, await server.makeToken())).code, 0)
  writeFileSync(join(agent.stateDirectory, 'notes.txt'), '')
  const { code, output, errors } = await agent.program('uninstall', '--yes', '--purge')
  assert.equal(code, 0, errors)
  assert.match(output, /not the agent's/)
  assert.deepEqual(leftovers(), ['notes.txt'])
})

test('an order that the pinned key did not sign, or not for this enrolment, is no order', async () => {
  assert.equal((await agent.enrol(server.base, await server.makeToken())).code, 0)
  const identity = JSON.parse(readFileSync(identityPath(), 'utf8'))
  const deviceId: string = identity.device_id
  const to = { type: 'uninstall', device_id: deviceId, generation: 1 }
  const text = uninstallText({ deviceId, generation: 1 })
  const byStranger = sign(null, Buffer.from(text), makeKey()).toString('base64url')
  // What the account did sign, for another enrolment.
  const { rows } = await server.services.pool.query(
    'select command_private_key as key from account where account_id = $1',
    [server.accountId],
  )
  const accountKey = createPrivateKey({ key: rows[0].key, format: 'der', type: 'pkcs8' })
  const ofAnother = sign(null, Buffer.from(uninstallText({ deviceId, generation: 2 })), accountKey).toString(
    'base64url',
  )
  const forged = [byStranger, ofAnother].map((signature) => ({ ...to, signature }))
  let told = 0
  const proxy = await startProxy(async (path) => {
    if (path !== agentPaths.session || told >= forged.length) return undefined
    told += 1
    return JSON.stringify(forged[told - 1])
  })
  writeFileSync(identityPath(), JSON.stringify({ ...identity, server: proxy.base }))
  agent.start('--transport', 'poll')
  await waitUntil('it was told both and is online all the same', async () => {
    return told === forged.length && agent.said.join('').includes('connected (server')
  })
  assert.equal(JSON.parse(readFileSync(identityPath(), 'utf8')).uninstall, undefined)
  await agent.kill('SIGKILL')
  proxy.close()
})

test('a real agent comes back as the next generation by itself, and carries out what is new', async () => {
  assert.equal((await agent.enrol(server.base, await server.makeToken())).code, 0)
  const deviceId = await agent.deviceId()
  agent.start()
  await waitUntil('it is online', () => server.isOnline(deviceId))
  const { actionId: old } = await server.act('fetch_agent_log', [deviceId])
  await waitUntil('it is done', async () => !(await server.commands(old))[0]!.open)
  await server.act('delete', [deviceId], { uninstall: false })
  await waitUntil('it is back', async () => {
    const { output } = await agent.program('status', '--json')
    const { generation, connection } = JSON.parse(output)
    return generation === 3 && connection?.connected === true
  })
  const { actionId } = await server.act('fetch_agent_log', [deviceId])
  await waitUntil('the command ends', async () => !(await server.commands(actionId))[0]!.open)
  assert.equal((await server.commands(actionId))[0]!.state, 'succeeded')
})

function sameDevice(entry: Record<string, unknown>, deviceId: string): boolean {
  return (entry.details as { device_id: string }).device_id === deviceId
}

/** Hands calls on to the server; `answered` happens before the answer, or what it returns instead, is handed back. */
async function startProxy(
  answered: (path: string) => Promise<string | undefined>,
): Promise<{ base: string; close(): void }> {
  const proxy: Server = createServer(async (request, response) => {
    const body = Buffer.concat(await request.toArray())
    const { authorization } = request.headers
    const answer = await fetch(server.base + request.url, {
      method: request.method!,
      headers: { 'content-type': 'application/json', ...(authorization && { authorization }) },
      body,
    })
    const own = await answer.text()
    const text = (await answered(request.url!)) ?? own
    response.writeHead(answer.status, { 'content-type': 'application/json' }).end(text)
  })
  proxy.listen(0, '127.0.0.1')
  await once(proxy, 'listening')
  const { port } = proxy.address() as { port: number }
  return {
    base: `http://127.0.0.1:${port}`,
    close() {
      proxy.close()
      proxy.closeAllConnections()
    },
  }
}
