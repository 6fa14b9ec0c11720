import assert from 'node:assert/strict'
import { join } from 'node:path'
import { after, afterEach, before, test } from 'node:test'
import type pg from 'pg'
import type { Summary } from '../../packages/agent/src/simulator/summary.ts'
import { waitUntil } from '../support/embedded-server.ts'
import { createCall, listAll } from '../support/native-client.ts'
import { type RestartableServer, startRestartableServer } from '../support/restartable-server.ts'
import { makeScratchDirectory } from '../support/scratch-directory.ts'
import { openSidePool } from '../support/whole-server.ts'
import { checkEffects, countBy, listTargetsAsCounted, stillOpen } from './support/invariants.ts'
import { readLedger, type SimulatorProcess, startSimulator } from './support/simulator-process.ts'

const seed = process.env.MUSTER_TEST_SEED ?? '20260101'
const agentCount = 40
let server: RestartableServer
let side: pg.Pool
let scratch: { path: string; remove(): Promise<void> }
let token: string
let running: SimulatorProcess | undefined
let ids: string[]

before(async () => {
  server = await startRestartableServer()
  side = openSidePool(server.databaseUrl!)
  scratch = await makeScratchDirectory()
  token = (await call('POST', '/enrolment-tokens', { uses: 5000 })).body.token
  const { code, summary } = await start('--until-idle', '0.2').ended
  assert.equal(code, 0)
  assert.equal(summary?.counts.enrolled, agentCount)
  ids = ((await listAll(call, '/devices', 1000)) as { device_id: string }[]).map(({ device_id }) => device_id)
  assert.equal(ids.length, agentCount)
})

afterEach(async () => {
  await running?.kill()
  running = undefined
})

after(async () => {
  await side?.end()
  await server?.close()
  await scratch?.remove()
})

const call: ReturnType<typeof createCall> = (...words) => createCall(server.url, server.operatorToken)(...words)
const file = (name: string) => join(scratch.path, name)
const words = (count: number, state: string) => [
  ...['--server', server.url, '--token', token, '--count', String(count), '--state', file(state)],
  ...['--ledger', file('ledger'), '--seed', seed, '--work-time', '50', '--say-again', '1'],
]

function start(...knobs: string[]): SimulatorProcess {
  running = startSimulator(...words(agentCount, 'fleet'), ...knobs)
  return running
}

/** So many devices are connected, as the server sees it. */
async function untilOnline(count: number): Promise<void> {
  const isThere = async () => {
    const { rows } = await side.query('select count(*)::int as online from device_presence where online')
    return rows[0].online === count
  }
  await waitUntil(`${count} are online`, isThere, 120)
}

async function act(type: string, devices: object = { ids }): Promise<string> {
  const { status, body, text } = await call('POST', '/actions?targets=false', { type, devices })
  assert.equal(status, 201, text)
  return body.action_id as string
}

async function countsOf(actionId: string): Promise<Record<string, number>> {
  return (await call('GET', `/actions/${actionId}`)).body.counts
}

async function untilDone(...actionIds: string[]): Promise<void> {
  for (const id of actionIds) {
    await waitUntil(`${id} is done`, async () => (await call('GET', `/actions/${id}`)).body.state !== 'waiting', 120)
  }
}

/** Runs with the knobs, has work done, and looks at what must hold of it whatever the knobs did. */
async function runWith(
  knobs: string[],
  work: () => Promise<string[]>,
  options: { online?: number } = {},
): Promise<{ summary: Summary; counts: Record<string, number>[] }> {
  const simulator = start(...knobs)
  await untilOnline(options.online ?? agentCount)
  const actionIds = await work()
  await untilDone(...actionIds)
  const { code, summary, said } = await simulator.interrupt()
  assert.ok(summary, said)
  assert.deepEqual([code, summary.protocol_errors], [0, 0], JSON.stringify(summary.errors))
  const targets = await listTargetsAsCounted(server)
  assert.deepEqual(stillOpen(targets), [])
  await checkEffects(server, targets, readLedger(file('ledger')))
  return { summary, counts: await Promise.all(actionIds.map(countsOf)) }
}

const everyType = ['dhcprenew', 'fetch_agent_log', 're-identify', 'scan_threats']
const actOfEveryType = () => Promise.all(everyType.map((type) => act(type)))
const succeeded = { succeeded: agentCount }

test('well-behaved agents do everything once, and what the simulator measured is what the server has', async () => {
  const { summary, counts } = await runWith([], actOfEveryType)
  assert.deepEqual(
    counts,
    everyType.map(() => succeeded),
  )
  const { counts: measured, times } = summary
  assert.equal(measured.commands_verified, 4 * agentCount)
  assert.equal(measured.results_stored, 4 * agentCount)
  assert.equal(measured.uploads, 2 * agentCount)
  assert.equal(times.complete?.count, 4 * agentCount)
  assert.equal(measured.commands_refused + measured.reconnects + measured.enrolled, 0)
  const { rows } = await side.query('select count(*)::int as reports from report where completed_at is not null')
  assert.equal(rows[0].reports, 2 * agentCount)
})

test('acknowledgements that get lost, come twice and out of order make one effect and one result', async () => {
  const knobs = ['--drop-acks', '0.3', '--duplicate-acks', '0.3', '--reorder-acks']
  const { summary, counts } = await runWith(knobs, actOfEveryType)
  assert.deepEqual(
    counts,
    everyType.map(() => succeeded),
  )
  const { acknowledgements_dropped, acknowledgements_doubled, acknowledgements_reordered } = summary.counts
  for (const count of [acknowledgements_dropped, acknowledgements_doubled, acknowledgements_reordered]) {
    assert.ok(count > agentCount, JSON.stringify(summary.counts))
  }
})

test('agents that die at work come back with their journal: what they cannot tell about has failed, never silence', async () => {
  const knobs = ['--die-after-accept', '0.5', '--work-time', '400']
  const { summary, counts } = await runWith(knobs, actOfEveryType)
  assert.ok(summary.counts.deaths > agentCount / 2)
  assert.ok(summary.counts.interrupted > 0)
  for (const [index, { succeeded: done = 0, failed = 0 }] of counts.entries()) {
    assert.equal(done + failed, agentCount)
    // What may begin again does, and ends well.
    if (everyType[index] === 'fetch_agent_log' || everyType[index] === 'scan_threats') assert.equal(failed, 0)
  }
})

test('whoever says another’s id, in a hello, a result or an upload, is refused and audited, and nobody is hurt', async () => {
  const { summary, counts } = await runWith(['--lie-about-id', '0.3'], actOfEveryType)
  assert.deepEqual(
    counts,
    everyType.map(() => succeeded),
  )
  assert.ok(summary.counts.lies_told > agentCount)
  assert.ok(summary.counts.lies_refused > agentCount)
  const refused = (await listAll(call, '/audit', 1000)).filter(({ event }) => event === 'agent.refused')
  const codes = new Set(refused.map(({ content, details }) => (details ?? JSON.parse(content).details).code))
  assert.ok(codes.has('foreign_command') && codes.has('wrong_key'), [...codes].join())
})

test('agents whose clock is far off refuse what is not valid by it, and say so; the others go on', async () => {
  const { summary, counts } = await runWith(['--clock-skew', '1200'], async () => [await act('dhcprenew')])
  const { succeeded: done = 0, rejected = 0 } = counts[0]!
  assert.equal(done + rejected, agentCount)
  assert.ok(done > 0 && rejected > 0)
  assert.equal(summary.counts.commands_refused, rejected)
  const targets = await listTargetsAsCounted(server)
  assert.ok(targets.every(({ state, reason }) => state !== 'rejected' || reason === 'refused_expired'))
})

test('a reconnect storm while commands are out loses none of them', async () => {
  const { summary, counts } = await runWith(['--reconnect-storm', '1', '--work-time', '1500'], actOfEveryType)
  assert.deepEqual(
    counts,
    everyType.map(() => succeeded),
  )
  assert.ok(summary.counts.reconnects >= agentCount, JSON.stringify(summary))
})

test('slow uploads arrive whole, at the pace that was asked for', async () => {
  const knobs = ['--slow-upload', '20000', '--log-size', '40000']
  const { summary, counts } = await runWith(knobs, async () => [await act('fetch_agent_log')])
  assert.deepEqual(counts, [succeeded])
  assert.ok(summary.times.upload!.p50 >= 2000, JSON.stringify(summary.times))
})

test('what waits for devices that are away is cancelled for good; the others did it', async () => {
  const simulator = start('--offline', '0.5')
  await waitUntil('those who come are there', async () => {
    const { rows } = await side.query('select count(*)::int as online from device_presence where online')
    return rows[0].online > agentCount / 4
  })
  const id = await act('dhcprenew')
  let present = 0
  await waitUntil('only those who are away have not done it', async () => {
    const { succeeded: done = 0, queued = 0 } = await countsOf(id)
    present = done
    return done + queued === agentCount && done > agentCount / 4
  })
  const { body } = await call('POST', `/actions/${id}/cancel`)
  assert.deepEqual(body, { cancelled: agentCount - present, asked_to_stop: 0 })
  const { summary } = await simulator.interrupt()
  assert.equal(summary!.present, present)
  assert.deepEqual(await countsOf(id), { succeeded: present, cancelled: agentCount - present })
})

test('what agents put off they do later, and a command that fails says so', async () => {
  const knobs = ['--defer', '0.2', '--fail', '0.5']
  const { summary, counts } = await runWith(knobs, async () => [await act('dhcprenew')])
  assert.ok(summary.counts.deferrals > 0)
  const { succeeded: done = 0, failed = 0 } = counts[0]!
  assert.equal(done + failed, agentCount)
  assert.ok(done > 0 && failed > 0)
})

test('devices that are deleted while they work are told, and enrol anew: their old work stays closed', async () => {
  const { summary } = await runWith(['--re-enrol', '1', '--work-time', '1000'], async () => {
    const id = await act('dhcprenew')
    await waitUntil('it is under way', async () => ((await countsOf(id)).running ?? 0) > 0)
    const actionIds = [id, await act('delete')]
    await waitUntil('all are back', async () => {
      const { rows } = await side.query(
        `select count(*)::int as back from device d join device_presence p using (account_id, device_key)
         where p.online and d.generation > 1 and d.removed_at is null`,
      )
      return rows[0].back === agentCount
    })
    return actionIds
  })
  assert.equal(summary.counts.retired + summary.counts.uninstalled, agentCount)
  assert.equal(summary.counts.enrolled_again, agentCount)
  const back = (await listAll(call, '/devices', 1000)) as { device_id: string }[]
  assert.equal(back.length, agentCount)
  ids = back.map(({ device_id }) => device_id)
  const { counts } = await runWith([], async () => [await act('dhcprenew')])
  assert.deepEqual(counts, [succeeded])
})

test('a killed simulator is the same agents at its next start, and no command has its effect twice', async () => {
  const simulator = start('--work-time', '2000')
  await untilOnline(agentCount)
  const actionIds = await actOfEveryType()
  await waitUntil('some are at work', () => readLedger(file('ledger')).length % (4 * agentCount) > agentCount)
  await simulator.kill()
  const { summary } = await runWith([], async () => actionIds)
  assert.equal(summary.counts.enrolled, 0)
  assert.ok(summary.counts.interrupted > 0)
})

test('a thousand agents: each takes part once, also in an action that is cancelled while it goes out', async () => {
  const count = 1000
  const thousand = () => words(count, 'thousand')
  running = startSimulator(...thousand(), '--workers', '2', '--until-idle', '0.2')
  const enrolled = await running.ended
  assert.equal(enrolled.summary?.counts.enrolled, count, enrolled.said)
  running = startSimulator(...thousand(), '--workers', '2', '--die-after-accept', '0.02', '--drop-acks', '0.02')
  await untilOnline(count)
  const all = ((await listAll(call, '/devices', 1000)) as { device_id: string; hostname: string }[])
    .map(({ device_id }) => device_id)
    .filter((id) => !ids.includes(id))
  assert.equal(all.length, count)
  const [first, ...others] = everyType
  const cancelled = await act(first!, { ids: all })
  const cancelling = call('POST', `/actions/${cancelled}/cancel`)
  const actionIds = [cancelled, ...(await Promise.all(others.map((type) => act(type, { ids: all }))))]
  await cancelling
  await untilDone(...actionIds)
  await waitUntil('nothing is open', async () => stillOpen(await listTargetsAsCounted(server)).length === 0, 90)
  const { code, summary } = await running.interrupt()
  assert.deepEqual([code, summary!.errors], [0, summary!.errors])
  const targets = (await listTargetsAsCounted(server)).filter(({ device_id }) => all.includes(device_id!))
  const ledger = readLedger(file('ledger'))
  await checkEffects(server, await listTargetsAsCounted(server), ledger)
  for (const id of actionIds) {
    const sum = Object.values(await countsOf(id)).reduce((total, some) => total + some, 0)
    assert.equal(sum, count)
  }
  assert.equal(targets.length, 4 * count)
  assert.deepEqual(
    countBy(targets, ({ state }) => String(['succeeded', 'failed', 'cancelled'].includes(state))),
    {
      true: 4 * count,
    },
  )
  assert.ok(((await countsOf(cancelled)).cancelled ?? 0) > 0)
})

test('no internal failure is in the server’s log after all of this', () => {
  const failures = server
    .output()
    .split('\n')
    .filter((line) => /"level":"(error|fatal)"/.test(line))
  assert.deepEqual(failures.slice(0, 3), [])
})
