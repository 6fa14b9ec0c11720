import assert from 'node:assert/strict'
import { generateKeyPairSync, sign } from 'node:crypto'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, before, beforeEach, test } from 'node:test'
import { releaseText } from '@muster/core/agent/signed-texts.ts'
import type { AgentRelease } from '@muster/core/api/agent-releases.ts'
import { showAgentRelease } from '@muster/server/operations/list-agent-releases.ts'
import { type AgentServer, startAgentServer } from '../fleet/support/agent-server.ts'
import { waitUntil } from '../support/embedded-server.ts'
import { buildAgent, buildImpostor, readExecutable } from './support/executables.ts'
import { makePackagedAgent, type PackagedAgent } from './support/packaged-agent.ts'
import { publish, relabel } from './support/publish.ts'

let server: AgentServer
let agent: PackagedAgent
let deviceId: string
let older: Buffer
let younger: Buffer

before(async () => {
  older = await readExecutable(await buildAgent('1.0.0'))
  younger = await readExecutable(await buildAgent('1.1.0'))
})

beforeEach(async () => {
  server = await startAgentServer({ channel: { heartbeatSeconds: 5 } })
})

afterEach(async () => {
  await agent?.remove()
  await server.close()
})

async function runAgent(version = '1.0.0', environment: Record<string, string> = {}): Promise<void> {
  agent = await makePackagedAgent(await buildAgent(version), {
    MUSTER_AGENT_UPDATE_SECONDS: '0.3',
    MUSTER_AGENT_TRIAL_SECONDS: '60',
    ...environment,
  })
  const enrolled = await agent.program('enrol', '--server', server.base, '--token', await server.makeToken())
  assert.equal(enrolled.code, 0, enrolled.errors)
  deviceId = await agent.deviceId()
  agent.start()
  await waitUntil('the agent is online', () => server.isOnline(deviceId))
}

async function versionOnline(): Promise<string | undefined> {
  const { rows } = await server.services.pool.query<{ agent_version: string }>(
    `select k.agent_version from device d join device_kind k using (kind_id)
     join device_presence p using (account_id, device_key) where d.device_id = $1 and p.online`,
    [deviceId],
  )
  return rows[0]?.agent_version
}

const untilOnlineAs = (version: string) =>
  waitUntil(`the agent is online as ${version}`, async () => (await versionOnline()) === version, 120)

/** The one audit entry of this event, once it is there. */
async function audited(event: string): Promise<Record<string, unknown>> {
  await waitUntil(`${event} is audited`, async () => (await server.audited(event)).length > 0, 120)
  const entries = await server.audited(event)
  assert.equal(entries.length, 1)
  return entries[0]!.details as Record<string, unknown>
}

const show = ({ release_id }: AgentRelease) => showAgentRelease(server.services.pool, server.accountId, release_id)

async function canFetchLog(): Promise<void> {
  const { actionId } = await server.act('fetch_agent_log', [deviceId])
  await waitUntil('the command ends', async () => (await server.commands(actionId))[0]!.open === false)
  assert.equal((await server.commands(actionId))[0]!.state, 'succeeded')
}

test('a device takes a release, runs it from then on, and the server knows from which version to which', async () => {
  await runAgent()
  const release = await publish(server, younger, { version: '1.1.0' })
  await untilOnlineAs('1.1.0')
  const { reason: _, ...details } = await audited('agent.updated')
  assert.deepEqual(details, {
    device_id: deviceId,
    release_id: release.release_id,
    outcome: 'updated',
    from_version: '1.0.0',
    to_version: '1.1.0',
  })
  assert.deepEqual((await show(release)).outcomes, { updated: 1, rolled_back: 0, refused: 0 })
  await canFetchLog()

  await agent.stop()
  agent.start()
  await untilOnlineAs('1.1.0')
  await canFetchLog()
})

test('a release with a flipped byte is refused, audited, and not tried again', async () => {
  await runAgent()
  const release = await publish(server, younger, { version: '1.1.0', rollout: { percent: 0 } })
  await server.services.pool.query(
    `update agent_release_piece set bytes = set_byte(bytes, 1000, get_byte(bytes, 1000) # 1) where start_byte = 4194304`,
  )
  await offer(release)
  const details = await audited('agent.update_failed')
  assert.equal(details.outcome, 'refused')
  assert.match(String(details.reason), /does not have the SHA-256 that was signed/)
  await staysAsItIs('1.0.0')
})

test('a release that another key signed, or nobody, is refused and audited before a byte of it is fetched', async () => {
  await runAgent()
  const release = await publish(server, younger, { version: '1.1.0', rollout: { percent: 0 } })
  const foreign = sign(null, Buffer.from(releaseText(release)), generateKeyPairSync('ed25519').privateKey)
  await server.services.pool.query('update agent_release set signature = $1', [foreign])
  await offer(release)
  const details = await audited('agent.update_failed')
  assert.match(String(details.reason), /not signed by the key that this device pinned/)
  assert.deepEqual(readdirSync(join(agent.stateDirectory, 'program')), ['update.json'])

  const unsigned = await publish(server, relabel(younger, '1.1.0', '1.2.0'), {
    version: '1.2.0',
    rollout: { percent: 0 },
  })
  await server.services.pool.query(`update agent_release set signature = 'x' where version = '1.2.0'`)
  await offer(unsigned)
  await waitUntil('it is refused', async () => (await show(unsigned)).outcomes.refused === 1)
  await staysAsItIs('1.0.0')
})

test('a file that is not the version it is published as is refused by the server, and where it hides that, by the device', async () => {
  await runAgent()
  await assert.rejects(publish(server, older, { version: '1.1.0' }), /is 1\.1\.0, and the file says .* 1\.0\.0/)
  await publish(server, relabel(older, '1.0.0', '1.1.0'), { version: '1.1.0' })
  assert.match(String((await audited('agent.update_failed')).reason), /says to be version 1\.0\.0/)
  await staysAsItIs('1.0.0')
})

test('a version that ends at its start is rolled back, and the server learns why', async () => {
  await runAgent()
  const broken = await readExecutable(await buildImpostor('1.1.0', 'process.exit(9)'))
  const release = await publish(server, broken, { version: '1.1.0' })
  const details = await audited('agent.update_failed')
  assert.equal(details.outcome, 'rolled_back')
  assert.deepEqual([details.from_version, details.to_version], ['1.0.0', '1.1.0'])
  assert.match(String(details.reason), /ended 2 times before it reached the server/)
  assert.deepEqual((await show(release)).outcomes, { updated: 0, rolled_back: 1, refused: 0 })
  await staysAsItIs('1.0.0')
  await canFetchLog()
})

test('a version that runs and never reaches the server is rolled back to the release before it', async () => {
  await runAgent('1.0.0', { MUSTER_AGENT_TRIAL_SECONDS: '20' })
  await publish(server, younger, { version: '1.1.0' })
  await untilOnlineAs('1.1.0')
  const mute = await readExecutable(await buildImpostor('1.2.0', 'setInterval(() => undefined, 1000)'))
  await publish(server, mute, { version: '1.2.0' })
  const details = await audited('agent.update_failed')
  assert.match(String(details.reason), /Version 1\.2\.0 did not reach the server within 20 s/)
  await staysAsItIs('1.1.0')
})

test('an older version is taken only where its publisher allowed it', async () => {
  await runAgent('1.1.0')
  await publish(server, older, { version: '1.0.0' })
  await canFetchLog()
  assert.equal(await versionOnline(), '1.1.0')
  await publish(server, older, { version: '1.0.0', allowDowngrade: true })
  await untilOnlineAs('1.0.0')
})

/** From now on, to all. */
async function offer({ release_id }: AgentRelease): Promise<void> {
  await server.services.pool.query('update agent_release set percent = 100 where release_id = $1', [release_id])
}

/** Still so after it has asked again and again, with the failed release on offer all the while. */
async function staysAsItIs(version: string): Promise<void> {
  await untilOnlineAs(version)
  const asked = () => server.logged.filter((line) => line.includes('/agent/v1/releases?')).length
  const before = asked()
  await waitUntil('it has asked thrice more', () => asked() >= before + 3)
  await canFetchLog()
  assert.equal(await versionOnline(), version)
  const failures = await server.audited('agent.update_failed')
  const releases = new Set(failures.map(({ details }) => (details as { release_id: string }).release_id))
  assert.equal(failures.length, releases.size)
}
