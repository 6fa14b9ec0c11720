import assert from 'node:assert/strict'
import { createHash, randomBytes } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import type pg from 'pg'
import { makeAgentProcess } from '../fleet/support/agent-process.ts'
import { enrolFake } from '../fleet/support/fake-agent.ts'
import { readZip } from '../fleet/support/read-zip.ts'
import { waitUntil } from '../support/embedded-server.ts'
import { type JournaledAgent, runJournaledAgent } from '../support/journaled-agent.ts'
import { createCall } from '../support/native-client.ts'
import { chooseSeed, randomFrom } from '../support/random.ts'
import { type RestartableServer, startRestartableServer } from '../support/restartable-server.ts'
import { verifyAudit } from '../support/verify-audit.ts'
import { openSidePool } from '../support/whole-server.ts'
import { openWireClient, type WireClient } from '../support/wire-client.ts'

const seed = chooseSeed()
const random = randomFrom(seed)
let server: RestartableServer
let side: pg.Pool
let client: WireClient

before(async () => {
  console.log(`MUSTER_TEST_SEED=${seed}`)
  server = await startRestartableServer()
  side = openSidePool(server.databaseUrl!)
  client = await openWireClient(server)
})

after(async () => {
  await side?.end()
  await server?.close()
})

const operate = (...args: Parameters<ReturnType<typeof createCall>>) =>
  createCall(server.url, server.operatorToken)(...args)

async function makeEnrolmentToken(uses: number): Promise<string> {
  return (await operate('POST', '/enrolment-tokens', { uses })).body.token as string
}

async function killAndStart(): Promise<void> {
  await server.kill('SIGKILL')
  await server.start()
}

test('killed while commands are out: after the restart each command ends once, with one effect', async () => {
  const token = await makeEnrolmentToken(20)
  const enrolled = await Promise.all(Array.from({ length: 20 }, () => enrolFake(server.url, token)))
  const ids = enrolled.map(({ identity }) => identity.device_id)
  const agents: JournaledAgent[] = enrolled.map((agent) => runJournaledAgent(server.url, agent))
  try {
    const expected = new Set<string>()
    for (let round = 0; round < 4; round += 1) {
      await waitUntil('all are connected', () => agents.every((agent) => agent.isConnected()))
      const entries = await client.act({ types: round % 2 ? 're-identify' : 'dhcprenew', ids })
      assert.ok(entries.every(({ status }) => status === 1))
      // Somewhere between the first hand-out and the last result.
      const stored = () => agents.reduce((sum, agent) => sum + agent.stored.size, 0)
      const enough = expected.size + random.below(ids.length)
      await waitUntil('some results are stored', () => stored() >= enough)
      await killAndStart()
      for (const { command_id } of (await listTargets()).filter(({ command_id }) => command_id !== null)) {
        expected.add(command_id!)
      }
      assert.equal(expected.size, ids.length * (round + 1))
      await waitUntil('every command has ended', async () =>
        (await listTargets()).every(({ state }) => state === 'succeeded'),
      )
    }
    const effects = agents.flatMap((agent) => [...agent.effects])
    assert.deepEqual(new Set(effects.map(([id]) => id)), expected)
    assert.ok(effects.every(([, times]) => times === 1))
    const ended = (await verifyAudit(server)).filter(({ event }) => event === 'command.ended')
    const lines = ended.flatMap(({ details }) => details!.commands as string[])
    assert.deepEqual(lines.sort(), [...expected].map((id) => `${id} succeeded`).sort())
  } finally {
    await Promise.all(agents.map((agent) => agent.stop()))
  }
})

async function listTargets(): Promise<{ state: string; command_id: string | null }[]> {
  const { body: actions } = await operate('GET', '/actions?limit=100')
  const pages = await Promise.all(
    (actions.items as { action_id: string }[]).map(({ action_id }) =>
      operate('GET', `/actions/${action_id}/targets?limit=1000`),
    ),
  )
  return pages.flatMap(({ body }) => body.items)
}

test('killed in the middle of an upload, again and again: the agent goes on, and the ZIP is whole', async () => {
  await side.query(`
    create function slow_down() returns trigger language plpgsql as $$ begin perform pg_sleep(0.05); return new; end $$;
    create trigger slow_down before insert on report_chunk for each row execute function slow_down()`)
  const agent = await makeAgentProcess()
  try {
    const { code, errors } = await agent.enrol(server.url, await makeEnrolmentToken(1))
    assert.equal(code, 0, errors)
    // Does not compress: a dozen pieces.
    const log = randomBytes(6_000_000)
    writeFileSync(join(agent.stateDirectory, 'logs', 'agent.3.log'), log, { mode: 0o600 })
    agent.start()
    const deviceId = await agent.deviceId()
    const [entry] = await client.act({ types: 'fetch_agent_log', ids: [deviceId] })
    const received = async () =>
      (
        await side.query<{ received: number; size: number }>(
          'select received_bytes::integer as received, size_bytes::integer as size from report',
        )
      ).rows[0] ?? { received: 0, size: 1 }
    let before = 0
    for (let kill = 0; kill < 2; kill += 1) {
      await waitUntil('more of it has arrived', async () => (await received()).received > before)
      await server.kill('SIGKILL')
      const found = await received()
      assert.ok(found.received < found.size, 'the upload was over before the server was killed')
      before = found.received
      await server.start()
      assert.ok((await received()).received >= before)
    }
    const path = `/o/api/v3.1/get_reports?type=agent_log&command_id=${entry!.command_id}`
    let zip: Response
    await waitUntil('the report is there', async () => {
      zip = await client.get(path)
      if (zip.headers.get('content-type') === 'application/zip') return true
      await zip.text()
      return false
    })
    const bytes = Buffer.from(await zip!.arrayBuffer())
    const digest = `sha-256=:${createHash('sha256').update(bytes).digest('base64')}:`
    assert.equal(zip!.headers.get('repr-digest'), digest)
    const files = await readZip(bytes)
    assert.ok(files.get('logs/agent.3.log')!.equals(log))
  } finally {
    await agent.remove()
  }
})

test('the audit chain verifies after all of this, and no log line tells of an internal failure', async () => {
  await verifyAudit(server)
  assert.doesNotMatch(server.output(), /"level":"(error|fatal)"/)
})
