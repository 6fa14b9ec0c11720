import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, afterEach, before, beforeEach, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { waitUntil } from '../support/embedded-server.ts'
import { type AgentProcess, makeAgentProcess } from './support/agent-process.ts'
import { type AgentServer, startAgentServer } from './support/agent-server.ts'

let server: AgentServer
let agent: AgentProcess
let deviceId: string

before(async () => {
  server = await startAgentServer()
  // Uploads that take a while, so that something can happen in their middle.
  await server.services.pool.query(`
    create function slow_down() returns trigger language plpgsql as $$ begin perform pg_sleep(0.1); return new; end $$;
    create trigger slow_down before insert on report_chunk for each row execute function slow_down()`)
})

after(() => server.close())

beforeEach(async () => {
  agent = await makeAgentProcess({ program: fileURLToPath(new URL('support/toy-agent.ts', import.meta.url)) })
  const { code, errors } = await agent.enrol(server.base, await server.makeToken())
  assert.equal(code, 0, errors)
  deviceId = await agent.deviceId()
})

afterEach(() => agent.remove())

const one = async (actionId: string) => (await server.commands(actionId))[0]!
const untilState = (actionId: string, state: string) =>
  waitUntil(`it is ${state}`, async () => (await one(actionId)).state === state)
const file = (name: string) => join(agent.stateDirectory, name)
const effects = () => (existsSync(file('effects')) ? readFileSync(file('effects'), 'utf8').trim().split('\n') : [])
const ends = async (actionId: string) =>
  (await server.audited('command.ended')).filter((entry) => entry.action_id === actionId).length

async function reportRow(actionId: string) {
  const { rows } = await server.services.pool.query<{
    received: number
    size: number
    created_at: Date
    done: boolean
  }>(
    `select received_bytes::int as received, size_bytes::int as size, created_at, completed_at is not null as done
     from report where action_id = $1`,
    [actionId],
  )
  return rows[0]
}

/** A log that does not compress: some twelve pieces. */
function writeLargeLog(): void {
  writeFileSync(file('logs/agent.3.log'), randomBytes(6_000_000), { mode: 0o600 })
}

test('an agent killed in the middle of a command says so at its next start: one effect, one end', async () => {
  agent.start()
  const { actionId } = await server.act('dhcprenew', [deviceId])
  await waitUntil('the effect began', () => effects().length === 1)
  await untilState(actionId, 'running')
  await agent.kill('SIGKILL')
  agent.start()
  await waitUntil('it has ended', async () => !(await one(actionId)).open)
  const seen = await one(actionId)
  assert.deepEqual([seen.state, seen.reason], ['failed', 'interrupted'])
  assert.equal(effects().length, 1)
  assert.equal(await ends(actionId), 1)
})

test('what an agent finished while the server was away arrives, also when the agent was killed before it could say so', async () => {
  agent.start()
  const { actionId } = await server.act('dhcprenew', [deviceId])
  await untilState(actionId, 'running')
  const bringBack = await server.pause()
  writeFileSync(file('go'), '')
  await waitUntil('the journal has the result', async () => {
    const { output } = await agent.program('status', '--json')
    return JSON.parse(output).commands.unreported === 1
  })
  await agent.kill('SIGKILL')
  await bringBack()
  agent.start()
  await untilState(actionId, 'succeeded')
  assert.deepEqual((await one(actionId)).result, { renewed: true })
  assert.equal(effects().length, 1)
  assert.equal(await ends(actionId), 1)
  await waitUntil('the agent knows that it arrived', async () => {
    const { output } = await agent.program('status', '--json')
    return JSON.parse(output).commands.reported === 1
  })
})

test('a finished command that is offered again is not carried out again: its stored result comes back', async () => {
  writeFileSync(file('go'), '')
  agent.start()
  const { actionId } = await server.act('dhcprenew', [deviceId])
  await untilState(actionId, 'succeeded')
  // As if the database had lost what came after the hand-out.
  await agent.kill('SIGTERM')
  await server.services.pool.query(
    `update target set state = 14, open = true, ended_at = null, result = null where action_id = $1`,
    [actionId],
  )
  assert.equal((await one(actionId)).state, 'queued')
  agent.start()
  await untilState(actionId, 'succeeded')
  assert.deepEqual((await one(actionId)).result, { renewed: true })
  assert.equal(effects().length, 1)
})

test('an upload whose agent was killed goes on where it was, with the same bundle', async () => {
  writeLargeLog()
  agent.start()
  const { actionId } = await server.act('fetch_agent_log', [deviceId])
  await waitUntil('the upload is under way', async () => ((await reportRow(actionId))?.received ?? 0) > 0)
  await agent.kill('SIGKILL')
  const before = (await reportRow(actionId))!
  assert.ok(before.received < before.size)
  agent.start()
  await untilState(actionId, 'succeeded')
  const after = (await reportRow(actionId))!
  assert.deepEqual(after.created_at, before.created_at)
  assert.equal(after.done, true)
  await waitUntil('the bundle is gone', () => readdirSync(file('reports')).length === 0)
})

test('an upload whose server went away goes on where it was', async () => {
  writeLargeLog()
  agent.start()
  const { actionId } = await server.act('fetch_agent_log', [deviceId])
  await waitUntil('the upload is under way', async () => ((await reportRow(actionId))?.received ?? 0) > 0)
  await server.restart()
  const before = (await reportRow(actionId))!
  await untilState(actionId, 'succeeded')
  assert.deepEqual((await reportRow(actionId))!.created_at, before.created_at)
})

test('an upload parked by SIGTERM goes on at the next start', async () => {
  writeLargeLog()
  agent.start()
  const { actionId } = await server.act('fetch_agent_log', [deviceId])
  await waitUntil('the upload is under way', async () => ((await reportRow(actionId))?.received ?? 0) > 0)
  await agent.kill('SIGTERM')
  assert.equal((await one(actionId)).open, true)
  const before = (await reportRow(actionId))!
  agent.start()
  await untilState(actionId, 'succeeded')
  assert.deepEqual((await reportRow(actionId))!.created_at, before.created_at)
})

test('a command that hangs and one that fails hold up none behind them', async () => {
  agent.start()
  const hanging = await server.act('dhcprenew', [deviceId])
  await untilState(hanging.actionId, 'running')
  const failing = await server.act('scan_threats', [deviceId])
  const log = await server.act('fetch_agent_log', [deviceId])
  await untilState(log.actionId, 'succeeded')
  const failed = await one(failing.actionId)
  assert.deepEqual([failed.state, failed.reason, failed.message], ['failed', 'no_engine', 'There is no scanner here.'])
  assert.equal((await one(hanging.actionId)).state, 'running')

  await server.cancel(hanging.actionId)
  await untilState(hanging.actionId, 'cancelled')
  assert.equal(effects().length, 1)
})

test('a journal torn by a power cut loses nothing that was acknowledged', async () => {
  writeFileSync(file('go'), '')
  agent.start()
  const { actionId } = await server.act('dhcprenew', [deviceId])
  await untilState(actionId, 'succeeded')
  await agent.kill('SIGKILL')
  writeFileSync(file('journal.log'), '0badc0de {"entry":"acc', { flag: 'a' })
  agent.start()
  const next = await server.act('dhcprenew', [deviceId])
  await untilState(next.actionId, 'succeeded')
  assert.equal(effects().length, 2)
  assert.match(agent.said.join(''), /journal had damaged lines/)
})
