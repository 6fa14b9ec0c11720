import assert from 'node:assert/strict'
import { createPublicKey, verify } from 'node:crypto'
import { afterEach, beforeEach, test } from 'node:test'
import { agentPaths } from '@muster/core/agent/protocol.ts'
import type { ReleaseOffer } from '@muster/core/agent/releases.ts'
import { releaseText } from '@muster/core/agent/signed-texts.ts'
import type { AgentRelease } from '@muster/core/api/agent-releases.ts'
import { createAgentRelease } from '@muster/server/operations/create-agent-release.ts'
import { createGroup } from '@muster/server/operations/create-group.ts'
import { changeAgentRollout, publishAgentRelease } from '@muster/server/operations/publish-agent-release.ts'
import { withdrawAgentRelease } from '@muster/server/operations/withdraw-agent-release.ts'
import { publish } from '../packaging/support/publish.ts'
import { addTestAccount } from '../support/fleet.ts'
import { somebodyWaits } from '../support/run-action.ts'
import { testCaller } from '../support/services.ts'
import { logStatements } from '../support/statement-log.ts'
import { type AgentServer, startAgentServer } from './support/agent-server.ts'
import { connect, enrolFake, type FakeAgent, post } from './support/fake-agent.ts'

const platform = 'linux-x64'
const bytes = Buffer.from('an agent, or so')
let server: AgentServer

beforeEach(async () => {
  server = await startAgentServer()
})
afterEach(() => server.close())

interface Asker {
  readonly agent: FakeAgent
  readonly headers: { readonly authorization: string }
  offered(version?: string): Promise<ReleaseOffer | null>
  fetchFrom(release: string, offset: number): Promise<{ status: number; bytes: Buffer }>
  tell(release: string, outcome: object): Promise<number>
}

async function makeAsker(groupId?: string): Promise<Asker> {
  const agent = await enrolFake(server.base, await server.makeToken(groupId === undefined ? {} : { groupId }))
  const { session, cut } = await connect(server.base, agent)
  cut()
  const headers = { authorization: `Bearer ${session}` }
  const path = `${server.base}${agentPaths.releases}`
  return {
    agent,
    headers,
    async offered(version = '1.0.0') {
      const answer = await fetch(`${path}?platform=${platform}&version=${version}`, { headers })
      assert.equal(answer.status, 200)
      return ((await answer.json()) as { release: ReleaseOffer | null }).release
    },
    async fetchFrom(release, offset) {
      const answer = await fetch(`${path}/${release}?offset=${offset}`, { headers })
      return { status: answer.status, bytes: Buffer.from(await answer.arrayBuffer()) }
    },
    async tell(release, outcome) {
      return (await post(server.base, `${agentPaths.releases}/${release}/outcome`, outcome, headers)).status
    },
  }
}

const roll = (release: AgentRelease, rollout: { percent?: number; group_id?: string | null }) =>
  server.inUnit((unit) =>
    changeAgentRollout(server.services, unit, testCaller(server.accountId), { releaseId: release.release_id, rollout }),
  )

test('what is offered is signed by the account’s key, for what it is, and its bytes come from any offset', async () => {
  const asker = await makeAsker()
  assert.equal(await asker.offered(), null)
  const { release_id: id } = await publish(server, bytes, { version: '1.1.0', platform })
  const offer = (await asker.offered())!
  const key = createPublicKey({
    key: Buffer.from(asker.agent.identity.account_key, 'base64url'),
    format: 'der',
    type: 'spki',
  })
  const isSigned = (claimed: ReleaseOffer) =>
    verify(null, Buffer.from(releaseText(claimed)), key, Buffer.from(offer.signature, 'base64url'))
  assert.ok(isSigned(offer))
  assert.ok(!isSigned({ ...offer, allow_downgrade: true }))
  assert.ok(!isSigned({ ...offer, version: '1.1.1' }))
  assert.deepEqual((await asker.fetchFrom(id, 0)).bytes, bytes)
  assert.deepEqual((await asker.fetchFrom(id, 7)).bytes, bytes.subarray(7))
  assert.equal((await asker.fetchFrom(id, bytes.length)).bytes.length, 0)
})

test('nothing is offered to what is as young, of another platform, or withdrawn', async () => {
  const asker = await makeAsker()
  await publish(server, bytes, { version: '9.0.0', platform: 'darwin-arm64' })
  const release = await publish(server, bytes, { version: '1.10.0', platform })
  assert.equal((await asker.offered('1.9.0'))?.version, '1.10.0')
  assert.equal(await asker.offered('1.10.0'), null)
  assert.equal(await asker.offered('1.11.0'), null)
  await server.inUnit((unit) =>
    withdrawAgentRelease(server.services, unit, testCaller(server.accountId), release.release_id),
  )
  assert.equal(await asker.offered('1.9.0'), null)
  assert.equal((await asker.fetchFrom(release.release_id, 0)).status, 404)
})

test('a step back on purpose is not followed by a step forward to the release before it', async () => {
  const asker = await makeAsker()
  await publish(server, bytes, { version: '1.2.0', platform })
  const back = await publish(server, bytes, { version: '1.1.0', platform, allowDowngrade: true })
  assert.equal((await asker.offered('1.2.0'))?.release_id, back.release_id)
  assert.equal(await asker.offered('1.1.0'), null)
})

test('a group gets it alone; when the group is gone, nobody does', async () => {
  await server.inUnit((unit) =>
    createGroup(server.services, unit, testCaller(server.accountId), { name: 'Pilots', group_id: 'pilots' }),
  )
  const [pilot, other] = [await makeAsker('pilots'), await makeAsker()]
  const release = await publish(server, bytes, { version: '2.0.0', platform, rollout: { group_id: 'pilots' } })
  assert.equal((await pilot.offered())?.version, '2.0.0')
  assert.equal(await other.offered(), null)
  await server.services.pool.query('update agent_release set group_key = -1')
  assert.equal(await pilot.offered(), null)
  await roll(release, { group_id: null })
  assert.equal((await other.offered())?.version, '2.0.0')
})

test('a larger percentage holds all of a smaller one, and 100 is everybody', async () => {
  const askers = await Promise.all(Array.from({ length: 30 }, () => makeAsker()))
  const release = await publish(server, bytes, { version: '2.0.0', platform, rollout: { percent: 0 } })
  let before = new Set<Asker>()
  for (const percent of [0, 20, 50, 80, 100]) {
    await roll(release, { percent })
    const now = new Set<Asker>()
    for (const asker of askers) if ((await asker.offered()) !== null) now.add(asker)
    for (const asker of before) assert.ok(now.has(asker))
    before = now
    if (percent === 0) assert.equal(now.size, 0)
  }
  assert.equal(before.size, askers.length)
})

test('an outcome is audited once however often it is told, and what failed is not offered there again', async () => {
  const [unlucky, other] = [await makeAsker(), await makeAsker()]
  const { release_id: id } = await publish(server, bytes, { version: '2.0.0', platform })
  const outcome = { outcome: 'rolled_back', from_version: '1.0.0', reason: 'It fell over.' }
  assert.equal(await unlucky.tell(id, outcome), 200)
  assert.equal(await unlucky.tell(id, outcome), 200)
  const [entry, ...more] = await server.audited('agent.update_failed')
  assert.equal(more.length, 0)
  assert.deepEqual(entry!.details, {
    device_id: unlucky.agent.identity.device_id,
    release_id: id,
    outcome: 'rolled_back',
    from_version: '1.0.0',
    to_version: '2.0.0',
    reason: 'It fell over.',
  })
  assert.equal(await unlucky.offered(), null)
  assert.notEqual(await other.offered(), null)
  assert.equal(await unlucky.tell(id, { outcome: 'exploded', from_version: '', reason: '' }), 400)
})

test('an agent that says now this, now that of a release is not listened to for ever', async () => {
  const asker = await makeAsker()
  const { release_id: id } = await publish(server, bytes, { version: '2.0.0', platform })
  for (let round = 0; round < 3; round += 1) {
    for (const outcome of ['rolled_back', 'updated']) {
      assert.equal(await asker.tell(id, { outcome, from_version: '1.0.0', reason: '' }), 200)
    }
  }
  const entries = [...(await server.audited('agent.update_failed')), ...(await server.audited('agent.updated'))]
  assert.equal(entries.length, 3)
})

test('what is told of a release that is not published, or of another platform, is not noted', async () => {
  const asker = await makeAsker()
  const foreign = await publish(server, bytes, { version: '2.0.0', platform: 'darwin-arm64' })
  const { release_id: uploading } = await server.inUnit((unit) =>
    createAgentRelease(server.services, unit, testCaller(server.accountId), {
      version: '3.0.0',
      platform,
      size_bytes: 1,
      sha256: '0'.repeat(64),
    }),
  )
  for (const id of [foreign.release_id, uploading]) {
    assert.equal(await asker.tell(id, { outcome: 'updated', from_version: '1.0.0', reason: '' }), 200)
  }
  assert.deepEqual(await server.audited('agent.updated'), [])
  const withdrawn = await publish(server, bytes, { version: '4.0.0', platform })
  await server.inUnit((unit) =>
    withdrawAgentRelease(server.services, unit, testCaller(server.accountId), withdrawn.release_id),
  )
  assert.equal(await asker.tell(withdrawn.release_id, { outcome: 'updated', from_version: '1.0.0', reason: '' }), 200)
  assert.equal((await server.audited('agent.updated')).length, 1)
})

test('a release that is not whole is not published, and its bytes are not read', async () => {
  const { release_id: releaseId } = await server.inUnit((unit) =>
    createAgentRelease(server.services, unit, testCaller(server.accountId), {
      version: '2.0.0',
      platform,
      size_bytes: bytes.length,
      sha256: '0'.repeat(64),
    }),
  )
  const statements = logStatements(server.services.pool)
  const publishing = server.inUnit((unit) =>
    publishAgentRelease(server.services, unit, testCaller(server.accountId), { releaseId, rollout: {} }),
  )
  await assert.rejects(publishing, /0 of 15 bytes/)
  assert.ok(statements.take().every((text) => !text.includes('read-release-piece')))
})

test('the same file, announced twice at the same time, is one release', async () => {
  const announced = { version: '2.0.0', platform, size_bytes: 1, sha256: '0'.repeat(64) }
  const announce = () =>
    server.inUnit((unit) => createAgentRelease(server.services, unit, testCaller(server.accountId), announced))
  let second: ReturnType<typeof announce> | undefined
  const first = await server.inUnit(async (unit) => {
    const made = await createAgentRelease(server.services, unit, testCaller(server.accountId), announced)
    second = announce()
    await somebodyWaits(server.services)
    return made
  })
  assert.equal((await second)!.release_id, first.release_id)
  assert.equal((await server.audited('agent_release.created')).length, 1)
})

test('who has no session hears of no release, and one of another account is as none', async () => {
  const asker = await makeAsker()
  const { release_id: id } = await publish(server, bytes, { version: '2.0.0', platform })
  const path = `${server.base}${agentPaths.releases}`
  for (const address of [`${path}?platform=${platform}&version=1.0.0`, `${path}/${id}?offset=0`]) {
    assert.equal((await fetch(address)).status, 401)
  }
  const other = await addTestAccount(server.services.pool)
  const foreign = await publish({ ...server, accountId: other }, bytes, { version: '3.0.0', platform })
  assert.equal((await asker.offered())?.release_id, id)
  assert.equal((await asker.fetchFrom(foreign.release_id, 0)).status, 404)
  assert.equal(await asker.tell(foreign.release_id, { outcome: 'updated', from_version: '1.0.0', reason: '' }), 200)
  assert.deepEqual(await server.audited('agent.updated'), [])
})
