import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { listAll, type NativeServer, startNativeServer } from '../../../../tests/support/native-client.ts'
import { findFault } from '../../../../tests/support/verify-audit.ts'
import { applyAccountRetention } from '../jobs/apply-account-retention.ts'
import { endExemptions } from '../jobs/end-exemptions.ts'

const day = 86_400_000
let now = new Date('2026-01-01T00:00:00Z')
let server: NativeServer
/** With a token that is good at the test's time. */
let call: NativeServer['call']
let pauses = 0

before(async () => {
  server = await startNativeServer({ now: () => now })
  await pass(0)
})
after(() => server.close())

async function pass(days: number): Promise<void> {
  now = new Date(now.getTime() + days * day)
  call = await server.as('read', 'actions', 'admin')
}

/** A run of the job. */
async function apply(): Promise<Record<string, number>> {
  await applyAccountRetention(server.services, async () => {
    pauses += 1
  })
  const { body } = await call('GET', '/retention')
  return Object.fromEntries(body.runs.map(({ kind, removed }: { kind: string; removed: number }) => [kind, removed]))
}

async function keep(retention: object): Promise<void> {
  const { status, text } = await call('PUT', '/retention', retention)
  assert.equal(status, 200, text)
}

async function bring(ids: readonly string[]): Promise<void> {
  const rows = ids.map((device_id) => ({ device_id, status: 'compliant', agent_type: 'persistent' }))
  assert.equal((await call('POST', '/devices/import', rows)).status, 200)
}

/** As if their agents had enrolled, and were last heard of then. */
async function seen(ids: readonly string[], at: Date): Promise<void> {
  await server.services.pool.query(
    `update device_record r set source = 'agent', enrolled_at = '2025-01-01' from device d
     where d.account_id = r.account_id and d.device_key = r.device_key and d.device_id = any($1)`,
    [ids],
  )
  await server.services.pool.query(
    `insert into device_presence (account_id, device_key, last_seen)
     select account_id, device_key, $2 from device where device_id = any($1)`,
    [ids, at],
  )
}

async function act(type: string, ids: readonly string[], params: object = {}): Promise<string> {
  const { body, text } = await call('POST', '/actions', { type, params, devices: { ids } })
  assert.ok(body.action_id, text)
  return body.action_id
}

const devices = async () =>
  (await listAll(call, '/devices', 1000)).map(({ device_id }: { device_id: string }) => device_id).sort()
const actions = async () =>
  (await listAll(call, '/actions', 1000)).map(({ action_id }: { action_id: string }) => action_id)
const count = async (table: string) =>
  (await server.services.pool.query(`select count(*)::integer as count from ${table}`)).rows[0].count as number

test('nothing goes by itself', async () => {
  await bring(['kept'])
  await pass(4000)
  assert.deepEqual(await apply(), {})
  assert.deepEqual(await devices(), ['kept'])
  assert.deepEqual((await call('GET', '/retention')).body, { changed_at: null, changed_by: null, runs: [] })
})

test('devices unseen for too long go by an action of the scheduler; records without an agent stay', async () => {
  const many = Array.from({ length: 1100 }, (_, index) => `old-${index}`)
  await bring([...many, 'fresh', 'agentless'])
  await seen(many, new Date(now.getTime() - 91 * day))
  await seen(['fresh'], new Date(now.getTime() - 89 * day))
  await keep({ unseen_devices: { days: 90, record: 'archive' } })
  const former = await actions()
  pauses = 0
  assert.deepEqual(await apply(), { unseen_devices: 1100 })
  assert.ok(pauses >= 2, 'it did not go in small steps')
  assert.deepEqual(await devices(), ['agentless', 'fresh', 'kept'])
  const fresh = (await actions()).filter((id) => !former.includes(id))
  assert.equal(fresh.length, 3)
  const { body } = await call('GET', `/actions/${fresh[0]}`)
  assert.deepEqual([body.type, body.channel, body.params.record], ['delete', 'scheduler', 'archive'])
  assert.deepEqual(await apply(), { unseen_devices: 0 })
})

test('ended actions go with their targets, but not what devices are exempt by, or what is open', async () => {
  await keep({ actions_days: 30, logs_days: 30 })
  const endless = await act('exempt', ['fresh'])
  const short = await act('exempt', ['agentless'], { hours: 1 })
  const waiting = await act('dhcprenew', ['kept'])
  const done = await act('assign_to_group', ['kept'], { group_id: 'default' })
  await pass(1)
  await endExemptions(server.services)
  await pass(28)
  const recent = await act('unexempt', ['kept'])
  await apply()
  assert.deepEqual((await actions()).filter((id) => [endless, short, waiting, done].includes(id)).length, 4)
  await pass(2)
  await apply()
  assert.deepEqual((await actions()).sort(), [recent, waiting, endless].sort())
  const { rows } = await server.services.pool.query('select distinct action_id from target')
  assert.deepEqual(rows.map(({ action_id }) => action_id).sort(), [endless, waiting, recent].sort())
  assert.equal(await count('removed_action'), 0)
  // The end of the lease: 30 days ago, and not longer.
  assert.equal(await count('device_event'), 1)
  const { body } = await call('GET', '/retention')
  const [run] = body.runs.filter(({ kind }: { kind: string }) => kind === 'actions')
  assert.deepEqual([run.last_run_at, run.removed], [now.toISOString(), run.removed_ever])
})

test('a report goes when it is old, unless it tells where a threat was found; then the action may go', async () => {
  const [kept, gone] = [await act('fetch_agent_log', ['kept']), await act('fetch_agent_log', ['agentless'])]
  const { pool } = server.services
  await pool.query(
    `insert into report (account_id, action_id, position, size_bytes, received_bytes, sha256, media_type, completed_at)
     select $1, unnest($2::uuid[]), 0, 4, 4, sha256('PK..'), 'application/zip', $3`,
    [server.accountId, [kept, gone], now],
  )
  await pool.query(
    `with threat as (insert into threat (account_id, sha256, signature) values ($1, '', 'Eicar') returning threat_key)
     insert into threat_device (account_id, threat_key, device_key, first_seen, last_seen, action_id, position, ordinal)
     select $1, threat_key, 1, $3, $3, $2, 0, 0 from threat`,
    [server.accountId, kept, now],
  )
  await pool.query(`update target set open = false, ended_at = $1 where action_id = any($2::uuid[])`, [
    now,
    [kept, gone],
  ])
  await keep({ reports_days: 10, actions_days: 20 })
  await pass(21)
  assert.equal((await apply()).reports, 1)
  assert.ok((await actions()).includes(kept))
  assert.ok(!(await actions()).includes(gone))
  await keep({ reports_days: 10, actions_days: 20, findings_days: 15 })
  const { actions: actionsGone, findings, reports } = await apply()
  assert.deepEqual([actionsGone, findings, reports], [1, 1, 1])
  assert.ok(!(await actions()).includes(kept))
})

test('what is left of deleted devices goes once no kept action was about them', async () => {
  await bring(['purged', 'archived'])
  await server.services.pool.query(
    `insert into device_patch (account_id, patch_key, device_key, security, missing_since)
     select account_id, 1, device_key, false, now() from device where device_id in ('purged', 'archived')`,
  )
  await act('delete', ['archived'], { record: 'archive' })
  const deleting = await act('delete', ['purged'])
  const alone = await call('PUT', '/retention', { deleted_devices_days: 5 })
  assert.equal(alone.body.error.errors[0].field, 'deleted_devices_days')
  await keep({ deleted_devices_days: 5, actions_days: 20 })
  await pass(6)
  assert.equal((await apply()).deleted_devices, 0)
  await pass(15)
  assert.deepEqual([(await apply()).deleted_devices, (await actions()).includes(deleting)], [1, false])
  const { rows } = await server.services.pool.query(
    `select device_id from device where device_id in ('purged', 'archived')`,
  )
  assert.deepEqual(rows, [{ device_id: 'archived' }])
  assert.equal((await server.services.pool.query('select from device_patch')).rowCount, 1)
  await bring(['purged'])
  assert.ok((await devices()).includes('purged'))
  await keep({ findings_days: 15 })
})

test('the audit log stays whole, and tells what went', async () => {
  const { text } = await call('GET', '/audit/export')
  const lines = text.trimEnd().split('\n')
  assert.equal(findFault(lines.map((line) => JSON.parse(line))), undefined)
  const entries = await listAll(call, '/audit?event=retention.applied', 1000)
  assert.ok(entries.length >= 4)
  const { body } = await call('GET', '/settings')
  assert.equal(body.data_retention.findings_days, 15)
})

test('a run ends when the server stops, and the next goes on', async () => {
  const many = Array.from({ length: 600 }, (_, index) => `late-${index}`)
  await bring(many)
  await seen(many, new Date(now.getTime() - 91 * day))
  await keep({ unseen_devices: { days: 90, record: 'remove' } })
  await applyAccountRetention(server.services, async () => void server.services.bus.emit('stopping'))
  // The first step took 500 of these and of the one that was fresh once.
  assert.equal((await devices()).filter((id) => id.startsWith('late')).length, 101)
  await apply()
  assert.equal((await devices()).filter((id) => id.startsWith('late')).length, 0)
})
