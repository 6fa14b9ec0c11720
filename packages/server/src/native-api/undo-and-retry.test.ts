import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { stateCode, type TargetState } from '@muster/core/action/life-cycle.ts'
import { addTestDevices } from '../../../../tests/support/fleet.ts'
import { type NativeServer, startNativeServer } from '../../../../tests/support/native-client.ts'

let server: NativeServer
let now = new Date('2026-06-15T12:00:00Z')
const hours = (count: number) => {
  now = new Date(now.getTime() + count * 3_600_000)
}

before(async () => {
  server = await startNativeServer({ now: () => now })
  for (const group_id of ['a', 'b', 'c']) await server.call('POST', '/groups', { group_id, name: group_id })
})
after(() => server.close())

let serial = 0
async function addDevices(count: number, over: object = {}): Promise<string[]> {
  const ids = Array.from({ length: count }, () => `dev-${serial++}`)
  await addTestDevices(
    server.services.pool,
    server.accountId,
    ids.map((deviceId) => ({ deviceId, abilities: ['dhcprenew'], ...over })),
  )
  return ids
}

async function act(type: string, ids: readonly string[], params: object = {}): Promise<string> {
  const { body, text } = await server.call('POST', '/actions', { type, params, devices: { ids } })
  assert.ok(body.action_id, text)
  return body.action_id
}

const device = async (id: string) => (await server.call('GET', `/devices/${id}`)).body
const groupsOf = (ids: readonly string[]) => Promise.all(ids.map(async (id) => (await device(id)).group_id))
const undo = (actionId: string, body: object = {}) => server.call('POST', `/actions/${actionId}/undo`, body)
// biome-ignore lint/suspicious/noExplicitAny: tests look into whatever comes
const verdicts = ({ body }: { body: any }) =>
  body.targets.map(({ state, reason }: { state: string; reason: string | null }) => reason ?? state)

test('undoing a move puts each device back into its own group, and leaves alone what was changed since', async () => {
  const ids = await addDevices(5)
  await act('assign_to_group', [ids[1]!], { group_id: 'a' })
  const moved = await act('assign_to_group', ids, { group_id: 'b' })
  await act('assign_to_group', [ids[2]!], { group_id: 'c' })
  await act('assign_to_group', [ids[3]!], { group_id: 'default' })
  await act('delete', [ids[4]!])
  const plan = await server.call('POST', `/actions/${moved}/undo/plan`)
  assert.deepEqual(verdicts(plan), ['succeeded', 'succeeded', 'changed_since', 'already_so', 'device_removed'])
  assert.deepEqual(await groupsOf(ids.slice(0, 2)), ['b', 'b'])
  const undone = await undo(moved, { plan: { action_id: plan.body.action_id, root: plan.body.root } })
  assert.equal(undone.status, 201, undone.text)
  assert.deepEqual([undone.body.action_id, undone.body.counts], [plan.body.action_id, plan.body.counts])
  assert.deepEqual(await groupsOf(ids.slice(0, 4)), ['default', 'a', 'c', 'default'])
  const action = (await server.call('GET', `/actions/${undone.body.action_id}`)).body
  assert.deepEqual(
    [action.type, action.origin, action.counts, action.can_undo],
    ['assign_to_group', { kind: 'undo', action_id: moved }, { succeeded: 2, failed: 2, no_op: 1 }, false],
  )
  assert.deepEqual(verdicts(await undo(moved)), [
    'already_so',
    'already_so',
    'changed_since',
    'already_so',
    'device_removed',
  ])
})

test('a group that is deleted while devices are put back into it is one that there is no more', async () => {
  const { pool } = server.services
  await server.call('POST', '/groups', { group_id: 'going', name: 'going' })
  const ids = await addDevices(1)
  await act('assign_to_group', ids, { group_id: 'going' })
  const moved = await act('assign_to_group', ids, { group_id: 'b' })
  const other = await pool.connect()
  await other.query('begin')
  await other.query(`delete from device_group where group_id = 'going'`)
  const undoing = undo(moved)
  try {
    for (;;) {
      const { rows } = await pool.query(
        `select from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`,
      )
      if (rows.length > 0) break
    }
  } finally {
    await other.query('commit')
    other.release()
  }
  assert.deepEqual(verdicts(await undoing), ['no_such_group'])
  assert.deepEqual(await groupsOf(ids), ['b'])
})

test('undoing an exemption brings back the lease that was there, while it lasts', async () => {
  const [plain, leased, expired] = await addDevices(3)
  const first = await act('exempt', [leased!], { hours: 48 })
  await act('exempt', [expired!], { hours: 1 })
  const second = await act('exempt', [plain!, leased!, expired!], { hours: 0 })
  hours(2)
  assert.equal((await undo(second)).status, 201)
  assert.equal((await device(plain!)).exemption, null)
  assert.equal((await device(expired!)).exemption, null)
  const back = (await device(leased!)).exemption
  assert.equal(back.action_id, first)
  assert.equal(Date.parse(back.until), now.getTime() + 46 * 3_600_000)
})

test('undoing the end of an exemption, an ignoring and its end puts back what was', async () => {
  const [exempt] = await addDevices(1)
  const exempting = await act('exempt', [exempt!], { hours: 10 })
  await undo(await act('unexempt', [exempt!]))
  assert.equal((await device(exempt!)).exemption.action_id, exempting)
  const [unknown] = await addDevices(1, { status: 'unknown' })
  const ignoring = await act('ignore', [unknown!])
  assert.equal((await undo(ignoring)).body.counts.succeeded, 1)
  assert.equal((await device(unknown!)).ignored, false)
  await act('ignore', [unknown!])
  await undo(await act('unignore', [unknown!]))
  assert.equal((await device(unknown!)).status, 'ignored')
})

test('a plan of an undoing is applied as it was, or not at all', async () => {
  const ids = await addDevices(2)
  const moved = await act('assign_to_group', ids, { group_id: 'b' })
  const { action_id, root } = (await server.call('POST', `/actions/${moved}/undo/plan`)).body
  await act('assign_to_group', [ids[0]!], { group_id: 'c' })
  const refused = await undo(moved, { plan: { action_id, root } })
  assert.deepEqual([refused.status, refused.body.error.code], [409, 'plan_drifted'])
  assert.deepEqual(await groupsOf(ids), ['c', 'b'])
})

test('what cannot be undone is refused: deletions, commands, undoings, what is not there, and without the scope', async () => {
  const ids = await addDevices(2)
  const refusal = async (actionId: string, call = server.call) => {
    const answers = [
      await call('POST', `/actions/${actionId}/undo/plan`),
      await call('POST', `/actions/${actionId}/undo`, {}),
    ]
    return answers.map(({ body }) => body.error?.code)
  }
  assert.deepEqual(await refusal(await act('dhcprenew', [ids[0]!])), ['conflict', 'conflict'])
  assert.deepEqual(await refusal(await act('delete', [ids[0]!])), ['conflict', 'conflict'])
  const exempting = await act('exempt', [ids[1]!])
  assert.deepEqual(await refusal(exempting, await server.as('actions:exempt')), [
    'insufficient_scope',
    'insufficient_scope',
  ])
  const undone = (await undo(exempting)).body.action_id
  assert.deepEqual(await refusal(undone), ['conflict', 'conflict'])
  assert.deepEqual(await refusal('00000000-0000-7000-8000-000000000000'), ['not_found', 'not_found'])
})

async function move(actionId: string, position: number, state: TargetState): Promise<void> {
  await server.services.pool.query(
    'update target set state = $3, open = false, ended_at = now() where action_id = $1 and position = $2',
    [actionId, position, stateCode(state)],
  )
}

test('a retry is the same once more, for the devices where it did not work, and says so', async () => {
  const ids = await addDevices(5)
  const first = await act('dhcprenew', ids)
  for (const [position, state] of (['failed', 'succeeded', 'expired', 'cancelled', 'timed_out'] as const).entries()) {
    await move(first, position, state)
  }
  const plan = await server.call('POST', `/actions/${first}/retry/plan`, {})
  assert.deepEqual(
    plan.body.targets.map(({ device_id }: { device_id: string }) => device_id),
    [ids[0], ids[2], ids[4]],
  )
  const { action_id, root } = plan.body
  const again = await server.call('POST', `/actions/${first}/retry`, { plan: { action_id, root } })
  assert.deepEqual([again.status, again.body.counts], [201, { queued: 3 }], again.text)
  const action = (await server.call('GET', `/actions/${action_id}`)).body
  assert.deepEqual([action.type, action.origin], ['dhcprenew', { kind: 'retry', action_id: first }])
  const cancelled = await server.call('POST', `/actions/${first}/retry`, { states: ['cancelled'] })
  assert.deepEqual(
    cancelled.body.targets.map(({ device_id }: { device_id: string }) => device_id),
    [ids[3]],
  )
  assert.equal((await server.call('POST', `/actions/${first}/retry`, { states: ['rejected'] })).status, 409)
})

test('a retry for devices that are all gone is refused, with a sentence that says so', async () => {
  const ids = await addDevices(2)
  const first = await act('dhcprenew', ids)
  for (const position of [0, 1]) await move(first, position, 'failed')
  await act('delete', [ids[0]!])
  const retry = (path: string) => server.call('POST', `/actions/${first}/${path}`, {})
  assert.deepEqual((await retry('retry')).body.counts, { queued: 1 })
  await act('delete', [ids[1]!])
  for (const path of ['retry', 'retry/plan']) {
    const { status, body, text } = await retry(path)
    assert.deepEqual([status, body.error.code], [409, 'conflict'], text)
    assert.match(body.error.message, /none of them is there any more/)
  }
})

test('as many retries at once as the server has connections do not wait for each other', async () => {
  const { pool } = server.services
  const ids = await addDevices(pool.options.max)
  const actions = await Promise.all(ids.map((id) => act('dhcprenew', [id])))
  await pool.query('update target set state = $2, open = false where action_id = any($1::uuid[])', [
    actions,
    stateCode('failed'),
  ])
  const retries = await Promise.all(actions.map((action) => server.call('POST', `/actions/${action}/retry`, {})))
  assert.deepEqual(
    retries.map(({ status }) => status),
    ids.map(() => 201),
  )
})

test('the devices of an action, by what became of them, can be chosen for another action', async () => {
  const ids = await addDevices(3)
  const first = await act('dhcprenew', ids)
  await move(first, 1, 'failed')
  const targets = { action_id: first, states: ['failed'] }
  const { body } = await server.call('POST', '/actions', { type: 'exempt', devices: { targets } })
  assert.deepEqual(
    body.targets.map(({ device_id }: { device_id: string }) => device_id),
    [ids[1]],
  )
  const unknown = { action_id: '00000000-0000-7000-8000-000000000000', states: ['failed'] }
  assert.equal((await server.call('POST', '/actions', { type: 'exempt', devices: { targets: unknown } })).status, 404)
})
