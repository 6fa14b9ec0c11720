import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { stateCode, type TargetState } from '@muster/core/action/life-cycle.ts'
import { cancelAction } from '@muster/server/operations/cancel-action.ts'
import { createCommandBook } from '@muster/server/operations/command-book.ts'
import { createKeyring } from '@muster/server/operations/keyring.ts'
import { mutate } from '@muster/server/operations/mutate.ts'
import { recordCommandNews } from '@muster/server/operations/record-command-news.ts'
import { createTestDatabase } from '../support/database.ts'
import { addTestAccount, addTestDevices } from '../support/fleet.ts'
import { type ActionRunner, runAction, somebodyWaits } from '../support/run-action.ts'
import { createTestServices, testCaller } from '../support/services.ts'

let database: Awaited<ReturnType<typeof createTestDatabase>>
let services: Awaited<ReturnType<typeof createTestServices>>

before(async () => {
  database = await createTestDatabase()
  services = await createTestServices(database.url)
})
after(async () => {
  await services?.close()
  await database?.drop()
})

const run: ActionRunner = (...action) => runAction(services, ...action)

/** Runs `work` while an agent's word on the command is being written; ends the agent's transaction when `work` waits. */
async function whileAgentSpeaks<T>(actionId: string, work: () => Promise<T>): Promise<T> {
  const agent = await services.pool.connect()
  await agent.query('begin')
  await agent.query('update target set state = $2, accepted_at = now() where action_id = $1', [
    actionId,
    stateCode('accepted'),
  ])
  const working = work()
  try {
    await somebodyWaits(services)
  } finally {
    await agent.query('commit')
    agent.release()
  }
  return working
}

test('deleting a device closes its command also where its agent speaks of it at that moment', async () => {
  const { pool } = services
  const accountId = await addTestAccount(pool)
  await addTestDevices(pool, accountId, [{ deviceId: 'd', abilities: ['dhcprenew'] }])
  const { actionId } = await run(accountId, 'dhcprenew', {}, ['d'])
  await whileAgentSpeaks(actionId, () => run(accountId, 'delete', { record: 'remove' }, ['d']))
  const { rows } = await pool.query('select open, state from target where action_id = $1', [actionId])
  assert.deepEqual(rows, [{ open: false, state: stateCode('device_removed') }])
})

test('a newer action stops an older command also where its agent speaks of it at that moment', async () => {
  const { pool } = services
  const accountId = await addTestAccount(pool)
  await addTestDevices(pool, accountId, [{ deviceId: 'd', abilities: ['scan_threats'] }])
  const { actionId } = await run(accountId, 'scan_threats', { areas: ['memory'] }, ['d'])
  await whileAgentSpeaks(actionId, () =>
    run(accountId, 'scan_threats', { areas: ['boot'] }, ['d'], { supersede: true }),
  )
  const { rows } = await pool.query('select open, state from target where action_id = $1', [actionId])
  assert.deepEqual(rows, [{ open: true, state: stateCode('cancelling') }])
})

test('a cancellation reaches each open command, whoever holds it, and ends what nobody holds', async () => {
  const { pool } = services
  const accountId = await addTestAccount(pool)
  const ids = ['held', 'queued', 'offered', 'accepted', 'running', 'deferred', 'unresponsive']
  await addTestDevices(
    pool,
    accountId,
    ids.map((deviceId) => ({ deviceId, abilities: ['fetch_agent_log'] })),
  )
  const { actionId } = await run(accountId, 'fetch_agent_log', {}, ids)
  for (const [position, state] of ids.entries()) {
    await pool.query('update target set state = $3 where action_id = $1 and position = $2', [
      actionId,
      position,
      stateCode(state as TargetState),
    ])
  }
  const caller = testCaller(accountId)
  let counts: unknown
  await mutate(services, caller, undefined, async (unit) => {
    counts = await cancelAction(services, unit, caller, actionId)
    return { status: 200, contentType: 'text/plain', body: '' }
  })
  assert.deepEqual(counts, { cancelled: 2, askedToStop: 5 })
})

test('what an agent says while its command is being cancelled is taken for what it is then', async () => {
  const { pool } = services
  const accountId = await addTestAccount(pool)
  const ids = ['accepts', 'finishes']
  await addTestDevices(
    pool,
    accountId,
    ids.map((deviceId) => ({ deviceId, abilities: ['dhcprenew'] })),
  )
  const { actionId, commandIds } = await run(accountId, 'dhcprenew', {}, ids)
  await pool.query(
    'update target set state = case position when 0 then $2::smallint else $3::smallint end where action_id = $1',
    [actionId, stateCode('offered'), stateCode('accepted')],
  )
  const { rows } = await pool.query('select device_key from target where action_id = $1 order by position', [actionId])
  const [accepts, finishes] = rows.map(({ device_key: deviceKey }) => ({ deviceKey, generation: 1 }))
  const [first, second] = commandIds as [string, string]
  const other = await pool.connect()
  await other.query('begin')
  await other.query('update target set state = $2, cancel_by = now() where action_id = $1', [
    actionId,
    stateCode('cancelling'),
  ])
  const book = createCommandBook(services, createKeyring(pool))
  const recording = recordCommandNews({ services, book }, accountId, [
    { ...accepts!, news: { type: 'accepted', command_id: first } },
    { ...finishes!, news: { type: 'result', command_id: second, state: 'succeeded', data: { done: true } } },
    { ...accepts!, news: { type: 'result', command_id: second, state: 'failed' } },
  ])
  try {
    await somebodyWaits(services)
  } finally {
    await other.query('commit')
    other.release()
  }
  assert.deepEqual(await recording, ['nothing', 'stored', 'disowned'])
  const targets = await pool.query('select state, open, result from target where action_id = $1 order by position', [
    actionId,
  ])
  assert.deepEqual(targets.rows, [
    { state: stateCode('cancelling'), open: true, result: null },
    { state: stateCode('succeeded'), open: false, result: { done: true } },
  ])
})

test('deleting devices holds their commands in the order in which all do, and stands in nobody’s way who does', async () => {
  const { pool } = services
  const accountId = await addTestAccount(pool)
  const ids = ['first', 'second']
  await addTestDevices(
    pool,
    accountId,
    ids.map((deviceId) => ({ deviceId, abilities: ['dhcprenew'] })),
  )
  // The device that is deleted first has the command that is held last.
  const { actionId: older } = await run(accountId, 'dhcprenew', {}, ['second'])
  const { actionId: newer } = await run(accountId, 'dhcprenew', {}, ['first'])
  const other = await pool.connect()
  await other.query('begin')
  await other.query('select from target where action_id = $1 for update', [older])
  const deleting = run(accountId, 'delete', { record: 'remove' }, ids)
  try {
    await somebodyWaits(services)
    await other.query('select from target where action_id = $1 for update nowait', [newer])
  } finally {
    await other.query('commit')
    other.release()
  }
  const { attempts, states } = await deleting
  assert.deepEqual([attempts, states], [1, ['succeeded', 'succeeded']])
})
