import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { type NativeServer, startNativeServer } from '../../../../tests/support/native-client.ts'

let server: NativeServer
const agent = { agent_type: 'persistent', agent_name: 'opswat-client', agent_version: '9.0', os: 'windows' }

before(async () => {
  server = await startNativeServer()
  const devices = ['a', 'b', 'c', 'd'].map((device_id) => ({ device_id, status: 'compliant', ...agent }))
  await server.call('POST', '/devices/import', [...devices, { device_id: 'bare' }])
  await server.call('POST', '/groups', { group_id: 'kiosks', name: 'Kiosks' })
})
after(() => server.close())

test('a plan says each verdict with its reason and touches nothing', async () => {
  const before = await server.call('GET', '/audit?limit=1')
  const order = { type: 'exempt', params: { hours: 1 }, devices: { ids: ['a', 'bare', 'never', 'a'] } }
  const plan = await server.call('POST', '/actions/plan', order)
  assert.deepEqual(
    plan.body.targets.map(({ state, reason }: { state: string; reason: string }) => [state, reason]),
    [
      ['succeeded', null],
      ['not_supported', 'status_excluded'],
      ['not_found', 'not_found'],
      ['succeeded', null],
    ],
  )
  assert.deepEqual(Object.keys(plan.body.reasons), ['not_found', 'status_excluded'])
  assert.equal((await server.call('GET', '/devices/a')).body.status, 'compliant')
  assert.equal((await server.call('GET', '/audit?limit=1')).text, before.text)
  assert.equal((await server.call('GET', `/actions/${plan.body.action_id}`)).status, 404)
})

test('a path to scan that is not absolute is refused when it is asked for, and named', async () => {
  const ask = (path: string) => {
    const order = { type: 'scan_threats', params: { areas: ['path'], path }, devices: { ids: ['a'] } }
    return server.call('POST', '/actions/plan', order)
  }
  const { status, body } = await ask('uploads')
  assert.deepEqual([status, body.error.errors[0].field], [400, 'params.path'])
  for (const path of ['/srv/uploads', 'C:\\Users']) assert.equal((await ask(path)).status, 200)
})

test('applying a plan does what was planned, with its root in the audit entry', async () => {
  const order = { type: 'exempt', params: { hours: 2 }, devices: { ids: ['a', 'b'] } }
  const { action_id, root } = (await server.call('POST', '/actions/plan', order)).body
  const applied = await server.call('POST', '/actions', { ...order, plan: { action_id, root } })
  assert.deepEqual([applied.status, applied.body.action_id, applied.body.root], [201, action_id, root])
  const { items } = (await server.call('GET', `/audit?action_id=${action_id}`)).body
  assert.deepEqual([items.length, items[0].event, items[0].details.root], [1, 'action.applied', root])
  const byDevice = (await server.call('GET', '/audit?device_id=b&event=action.applied')).body.items
  assert.equal(byDevice[0].action_id, action_id)
  assert.equal((await server.call('GET', '/audit?device_id=c&event=action.applied')).body.items.length, 0)
  assert.equal((await server.call('POST', '/actions', { ...order, plan: { action_id, root } })).status, 409)
})

test('a plan whose devices have changed since is refused, and nothing is done', async () => {
  const order = {
    type: 'assign_to_group',
    params: { group_id: 'kiosks' },
    devices: { filter: { agent_type: ['persistent'] } },
  }
  const { action_id, root } = (await server.call('POST', '/actions/plan', order)).body
  await server.call('POST', '/devices/import', { device_id: 'e', ...agent })
  const applied = await server.call('POST', '/actions', { ...order, plan: { action_id, root } })
  assert.deepEqual([applied.status, applied.body.error.code], [409, 'plan_drifted'])
  assert.equal((await server.call('GET', '/devices/a')).body.group_id, 'default')
})

test('cancelling ends what waits, and the counts equal the lists', async () => {
  const { body } = await server.call('POST', '/actions', { type: 'dhcprenew', devices: { ids: ['c', 'd', 'bare'] } })
  assert.deepEqual(body.counts, { queued: 2, not_supported: 1 })
  const cancelled = await server.call('POST', `/actions/${body.action_id}/cancel`)
  assert.deepEqual(cancelled.body, { cancelled: 2, asked_to_stop: 0 })
  const action = (await server.call('GET', `/actions/${body.action_id}`)).body
  assert.deepEqual([action.state, action.counts], ['cancelled', { cancelled: 2, not_supported: 1 }])
  for (const [state, count] of Object.entries(action.counts)) {
    const { items } = (await server.call('GET', `/actions/${body.action_id}/targets?state=${state}`)).body
    assert.equal(items.length, count)
  }
  const command = await server.call('GET', `/commands/${body.targets[0].command_id}`)
  assert.equal(command.body.state, 'cancelled')
  const report = await server.call('GET', `/commands/${body.targets[0].command_id}/report`)
  assert.deepEqual([report.status, report.body.error.errors[0].message], [409, 'cancelled'])
})

test('a scope for one type allows that type and no other', async () => {
  const call = await server.as('actions:exempt')
  const order = (type: string) => ({ type, devices: { ids: ['a'] } })
  assert.equal((await call('POST', '/actions/plan', order('exempt'))).status, 200)
  assert.equal((await call('POST', '/actions/plan', order('delete'))).status, 403)
  assert.equal((await call('POST', '/actions', order('delete'))).status, 403)
  const { body } = await server.call('POST', '/actions', { type: 'dhcprenew', devices: { ids: ['d'] } })
  assert.equal((await call('POST', `/actions/${body.action_id}/cancel`)).status, 403)
})

test('the same key with another body is refused with 422', async () => {
  const key = { 'idempotency-key': 'twice' }
  assert.equal((await server.call('POST', '/groups', { name: 'One' }, key)).status, 201)
  assert.equal((await server.call('POST', '/groups', { name: 'Two' }, key)).status, 422)
})
