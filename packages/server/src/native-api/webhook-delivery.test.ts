import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { type NativeServer, startNativeServer } from '../../../../tests/support/native-client.ts'
import { startWebhookReceiver, type WebhookReceiver } from '../../../../tests/support/webhook-receiver.ts'
import { claimWebhooks } from '../db/webhooks/claim-deliveries.ts'
import { sweepDeadlines } from '../jobs/deadlines.ts'
import { applyRetention } from '../jobs/retention.ts'
import { tellEndedActions } from '../jobs/tell-ended-actions.ts'
import { createCommandBook } from '../operations/command-book.ts'
import { createKeyring } from '../operations/keyring.ts'
import { createDeliverer } from '../operations/webhooks/deliver.ts'
import { isPrivateAddress } from '../operations/webhooks/private-addresses.ts'
import { renderStatuses } from '../wire/webhook/render-statuses.ts'

let server: NativeServer
let receiver: WebhookReceiver
/** With a token that is good at the test's time. */
let call: NativeServer['call']
let now = new Date('2026-06-15T12:00:00Z')

before(async () => {
  server = await startNativeServer({ now: () => now, webhooks: { privateAddresses: true, plainHttp: true } })
  receiver = await startWebhookReceiver()
  await pass(0)
  const rows = ['dev-0', 'dev-1'].map((device_id) => ({ device_id, status: 'compliant', agent_type: 'persistent' }))
  assert.equal((await call('POST', '/devices/import', rows)).status, 200)
})
after(async () => {
  await receiver.close()
  await server.close()
})

async function pass(seconds: number): Promise<void> {
  now = new Date(now.getTime() + seconds * 1000)
  call = await server.as('read', 'actions', 'admin')
}

async function act(type: string, ids: readonly string[], more: object = {}): Promise<string> {
  const { body, text } = await call('POST', '/actions', { type, devices: { ids }, ...more })
  assert.ok(body.action_id, text)
  return body.action_id
}

async function create(webhook: object): Promise<string> {
  const { body, text } = await call('POST', '/webhooks', { url: receiver.url, ...webhook })
  assert.ok(body.webhook_id, text)
  return body.webhook_id
}

async function deliver(): Promise<void> {
  const deliverer = createDeliverer(server.services, { renderStatuses })
  await deliverer.start()
  await deliverer.settle()
}

const count = async (table: string) =>
  (await server.services.pool.query(`select count(*)::integer as count from ${table}`)).rows[0].count as number

test('commands that nobody took up are told as failed, and then the end of their action', async () => {
  const id = await create({ event_types: ['command.failed', 'action.ended'] })
  const action = await act('dhcprenew', ['dev-0', 'dev-1'], { deliver_within: 3600 })
  assert.equal(await tellEndedActions(server.services), 0)
  await pass(3601)
  await sweepDeadlines(server.services, createCommandBook(server.services, createKeyring(server.services.pool)))
  assert.equal(await tellEndedActions(server.services), 1)
  await deliver()
  const [failed, ended] = receiver.received.splice(0)
  assert.equal(failed!.body.type, 'command.failed')
  const { commands } = failed!.body.data
  assert.deepEqual(
    commands.map(({ action_id, device_id, state }: Record<string, string>) => [action_id, device_id, state]),
    [
      [action, 'dev-0', 'expired'],
      [action, 'dev-1', 'expired'],
    ],
  )
  const { body: shown } = await call('GET', `/commands/${commands[0].command_id}`)
  assert.equal(shown.state, 'expired')
  assert.deepEqual(
    [ended!.body.type, ended!.body.data],
    ['action.ended', { action_id: action, type: 'dhcprenew', targets: 2 }],
  )
  await call('DELETE', `/webhooks/${id}`)
})

test('what a node died over is delivered by another one, and two nodes do not deliver at once', async () => {
  const id = await create({ event_types: ['device.status_changed'] })
  await act('exempt', ['dev-0'])
  const lease = { now, busyUntil: new Date(now.getTime() + 60_000), limit: 10 }
  assert.equal((await claimWebhooks(server.services.pool, lease)).length, 1)
  await deliver()
  assert.equal(receiver.received.length, 0)
  await pass(60)
  await Promise.all([deliver(), deliver()])
  assert.equal(receiver.received.splice(0).length, 1)
  await call('DELETE', `/webhooks/${id}`)
})

test('a webhook that is switched off is told nothing, nor what happened meanwhile', async () => {
  const id = await create({ event_types: ['device.status_changed'] })
  await call('PATCH', `/webhooks/${id}`, { enabled: false })
  assert.equal((await call('POST', `/webhooks/${id}/test`)).body.error.code, 'conflict')
  await act('unexempt', ['dev-0'])
  await call('PATCH', `/webhooks/${id}`, { enabled: true })
  await act('exempt', ['dev-1'])
  await deliver()
  const [{ body }] = receiver.received.splice(0) as [(typeof receiver.received)[0]]
  assert.deepEqual(
    body.data.devices.map(({ device_id }: { device_id: string }) => device_id),
    ['dev-1'],
  )
  await call('DELETE', `/webhooks/${id}`)
})

test('undoing tells the statuses that devices have again', async () => {
  const id = await create({ event_types: ['device.status_changed'] })
  const action = await act('unexempt', ['dev-1'])
  assert.equal((await call('POST', `/actions/${action}/undo`, {})).status, 201)
  await deliver()
  assert.deepEqual(
    receiver.received.splice(0).map(({ body }) => body.data.devices[0].status),
    ['compliant', 'exempted'],
  )
  await call('DELETE', `/webhooks/${id}`)
})

test('the end of a quarantine, and of waiting for a licence, are changes of status', async () => {
  const id = await create({ event_types: ['device.status_changed'] })
  const { rows } = await server.services.pool.query(
    `with held as (update device set base_status = 8 where device_id = 'dev-0' returning *)
     insert into duplicate (account_id, duplicate_id, device_key, found_at, found_by, former_status, known_hardware,
       newcomer_hardware, newcomer_hostname, newcomer_peer)
     select account_id, gen_random_uuid(), device_key, now(), 'hello', 1, '{}', '{}', 'twin', '' from held
     returning duplicate_id`,
  )
  const resolution = { resolution: 'separate', keeps: 'known' }
  assert.equal((await call('POST', `/duplicates/${rows[0].duplicate_id}/resolve`, resolution)).status, 200)
  assert.equal((await call('PUT', '/licence', { devices_allowed: 2 })).status, 200)
  const third = { device_id: 'dev-2', status: 'compliant', agent_type: 'persistent' }
  assert.equal((await call('POST', '/devices/import', [third])).status, 200)
  assert.equal((await call('PUT', '/licence', { devices_allowed: null })).status, 200)
  await deliver()
  assert.deepEqual(
    receiver.received.splice(0).map(({ body }) => body.data.devices),
    [
      [{ device_id: 'dev-0', status: 'non_compliant', former_status: 'quarantined' }],
      [{ device_id: 'dev-2', status: 'compliant', former_status: 'out_of_license_usage' }],
    ],
  )
  await call('DELETE', `/webhooks/${id}`)
})

test('events are forgotten a week after all were told, dead letters after a month', async () => {
  const id = await create({ event_types: ['device.status_changed'] })
  await act('exempt', ['dev-0'])
  await deliver()
  await call('PATCH', `/webhooks/${id}`, { url: 'http://127.0.0.1:1/' })
  await act('unexempt', ['dev-0'])
  await pass(8 * 86_400)
  await applyRetention(server.services)
  assert.deepEqual([await count('webhook_delivery'), await count('webhook_event')], [1, 1])
  await pass(23 * 86_400)
  await applyRetention(server.services)
  assert.deepEqual([await count('webhook_delivery'), await count('webhook_event')], [0, 0])
  receiver.received.length = 0
})

test('an address that is wrong, or leads where it may not, is refused with the field', async () => {
  const closed = await startNativeServer()
  try {
    const types = { event_types: ['device.added'] }
    for (const url of [
      'ftp://example.com/',
      'nonsense',
      'http://example.com/',
      'https://user:word@example.com/',
      'https://example.com/#part',
      'https://localhost/',
      'https://127.0.0.1/',
      'https://2130706433/',
      'https://[::1]/',
      'https://[::ffff:10.0.0.1]/',
      'https://169.254.169.254/latest',
    ]) {
      const { status, body } = await closed.call('POST', '/webhooks', { url, ...types })
      assert.deepEqual([status, body.error?.errors[0]?.field], [400, 'url'], url)
    }
    for (const body of [
      {},
      { event_types: [] },
      { event_types: ['all'] },
      { ...types, secret: 'chosen-by-the-caller' },
      { format: 'device_statuses', ...types },
    ]) {
      assert.equal((await closed.call('POST', '/webhooks', { url: 'https://example.com/', ...body })).status, 400)
    }
  } finally {
    await closed.close()
  }
})

test('addresses outside the public internet are known for what they are', () => {
  const inside = [
    '10.0.0.1',
    '100.64.0.1',
    '172.31.255.255',
    '192.168.1.1',
    '::',
    'fe80::1',
    '64:ff9b::a00:1',
    'ff02::1',
  ]
  for (const address of inside) assert.equal(isPrivateAddress(address), true, address)
  for (const address of ['1.1.1.1', '172.32.0.1', '2606:4700::1111']) assert.equal(isPrivateAddress(address), false)
})
