import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { after, before, beforeEach, test } from 'node:test'
import { listAll, type NativeServer, startNativeServer } from '../../../../tests/support/native-client.ts'
import { startWebhookReceiver, type WebhookReceiver } from '../../../../tests/support/webhook-receiver.ts'
import { endExemptions } from '../jobs/end-exemptions.ts'
import { createDeliverer } from '../operations/webhooks/deliver.ts'
import type { Resolve } from '../operations/webhooks/post.ts'
import type { Services } from '../services.ts'
import { renderStatuses } from '../wire/webhook/render-statuses.ts'

let server: NativeServer
let receiver: WebhookReceiver
/** With a token that is good at the test's time. */
let call: NativeServer['call']
let now = new Date('2026-06-15T12:00:00Z')
const open = { privateAddresses: true, plainHttp: true }
const ids = ['dev-0', 'dev-1', 'dev-2', 'dev-3']

before(async () => {
  server = await startNativeServer({ now: () => now, webhooks: open })
  receiver = await startWebhookReceiver()
  call = server.call
  await bring(ids)
})
after(async () => {
  await receiver.close()
  await server.close()
})
beforeEach(async () => {
  call = await server.as('read', 'actions', 'admin')
  receiver.answer(204)
  receiver.received.length = 0
  for (const { webhook_id } of (await call('GET', '/webhooks')).body.items) {
    await call('DELETE', `/webhooks/${webhook_id}`)
  }
})

async function bring(deviceIds: readonly string[]): Promise<void> {
  const rows = deviceIds.map((device_id) => ({ device_id, status: 'compliant', agent_type: 'persistent' }))
  const { status, text } = await call('POST', '/devices/import', rows)
  assert.equal(status, 200, text)
}

async function act(type: string, deviceIds: readonly string[], params: object = {}): Promise<string> {
  const { body, text } = await call('POST', '/actions', { type, params, devices: { ids: deviceIds } })
  assert.ok(body.action_id, text)
  return body.action_id
}

async function create(webhook: object): Promise<{ webhook_id: string; secret: string }> {
  const { status, body, text } = await call('POST', '/webhooks', { url: `${receiver.url}/hook`, ...webhook })
  assert.equal(status, 201, text)
  return body
}

/** One run of the job, to its end. */
async function deliver({ services = server.services, resolve }: { services?: Services; resolve?: Resolve } = {}) {
  const deliverer = createDeliverer(services, { renderStatuses, random: () => 0, ...(resolve && { resolve }) })
  await deliverer.start()
  await deliverer.settle()
}

function pass(seconds: number): void {
  now = new Date(now.getTime() + seconds * 1000)
}

const show = async (id: string) => (await call('GET', `/webhooks/${id}`)).body

test('an import that changes a status is told like any other change, and is in the device’s log', async () => {
  await bring(['seen', 'same'])
  await create({ event_types: ['device.status_changed'] })
  const rows = [
    { device_id: 'seen', status: 'non_compliant' },
    { device_id: 'same', status: 'compliant' },
  ]
  assert.equal((await call('POST', '/devices/import', rows)).status, 200)
  await deliver()
  assert.deepEqual(
    receiver.received.map(({ body }) => body.data.devices),
    [[{ device_id: 'seen', status: 'non_compliant', former_status: 'compliant' }]],
  )
  const events = async (deviceId: string) =>
    (await call('GET', `/devices/${deviceId}/timeline`)).body.items.map(({ event }: { event: string }) => event).sort()
  // By the clock of the test, at the same moment.
  assert.deepEqual(await events('seen'), ['added', 'non_compliant'])
  assert.deepEqual(await events('same'), ['added'])
})

test('changes of status are told signed as Standard Webhooks has it, also when a lease ends', async () => {
  const { secret } = await create({ event_types: ['device.status_changed'] })
  const actionId = await act('exempt', ['dev-0', 'dev-1'], { hours: 1 })
  // The second one changes nothing that anybody sees.
  await act('exempt', ['dev-1'], { hours: 1 })
  await deliver()
  assert.equal(receiver.received.length, 1)
  const [{ headers, text, body }] = receiver.received as [(typeof receiver.received)[0]]
  assert.deepEqual(body, {
    type: 'device.status_changed',
    timestamp: now.toISOString(),
    data: {
      action_id: actionId,
      devices: [
        { device_id: 'dev-0', status: 'exempted', former_status: 'compliant' },
        { device_id: 'dev-1', status: 'exempted', former_status: 'compliant' },
      ],
    },
  })
  const signed = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${text}`
  const key = Buffer.from(secret.replace('whsec_', ''), 'base64')
  assert.equal(headers['webhook-signature'], `v1,${createHmac('sha256', key).update(signed).digest('base64')}`)
  assert.equal(Number(headers['webhook-timestamp']), Math.floor(now.getTime() / 1000))
  pass(3600)
  await endExemptions(server.services)
  await deliver()
  const told = receiver.received.slice(1).flatMap((post) => post.body.data.devices)
  assert.deepEqual(told.map((device) => device.device_id).sort(), ['dev-0', 'dev-1'])
  assert.ok(told.every(({ status, former_status }) => status === 'compliant' && former_status === 'exempted'))
})

test('each webhook is told what it asked for: additions, deletions, actions and their ends', async () => {
  await create({ event_types: ['device.added', 'device.deleted'] })
  await create({ url: `${receiver.url}/actions`, event_types: ['action.applied', 'action.ended'] })
  await bring(['gone-0'])
  const actionId = await act('delete', ['gone-0'])
  const commandId = await act('dhcprenew', ['dev-2'])
  await deliver()
  const told = receiver.received.map(({ path, body }) => [path, body.type, body.data.action_id ?? body.data.devices])
  const expected = [
    ['/actions', 'action.applied', actionId],
    ['/actions', 'action.applied', commandId],
    ['/actions', 'action.ended', actionId],
    ['/hook', 'device.added', [{ device_id: 'gone-0', hostname: '', status: 'compliant' }]],
    ['/hook', 'device.deleted', actionId],
  ]
  assert.deepEqual(told.sort(), expected.sort())
})

test('the callback URL gets statuses with the bare key, two retries, and is switched off after 100 failures', async () => {
  const { webhook_id, secret } = await create({ format: 'device_statuses', secret: 'key-of-the-receiver' })
  assert.equal(secret, 'key-of-the-receiver')
  const again = await call('POST', '/webhooks', { format: 'device_statuses', url: `${receiver.url}/2` })
  assert.equal(again.body.error.code, 'conflict')
  await act('exempt', ['dev-3'])
  await deliver()
  const [first] = receiver.received
  assert.deepEqual(first!.body, [{ device_id: 'dev-3', status: 'exempted', timestamp_ms: now.getTime() }])
  assert.equal(first!.headers.authorization, 'key-of-the-receiver')

  receiver.answer(500)
  for (let round = 0; (await show(webhook_id)).enabled; round += 1) {
    assert.ok(round < 40)
    const before = receiver.received.length
    await act(round % 2 === 0 ? 'unexempt' : 'exempt', ['dev-3'])
    for (const [seconds, sent] of [
      [0, 1],
      [3, 1],
      [1, 2],
      [59, 2],
      [1, 3],
      [600, 3],
    ] as const) {
      pass(seconds)
      await deliver()
      if (round < 3) assert.equal(receiver.received.length - before, sent)
    }
  }
  assert.equal(receiver.received.length, 101)
  const off = await show(webhook_id)
  assert.deepEqual([off.failures_in_row, off.dead, off.waiting], [100, 33, 1])
  const { body: log } = await call('GET', '/audit?limit=1')
  assert.equal(log.items[0].event, 'webhook.switched_off')

  receiver.answer(204)
  await call('PATCH', `/webhooks/${webhook_id}`, { enabled: true })
  pass(60)
  await deliver()
  const on = await show(webhook_id)
  assert.deepEqual([on.enabled, on.failures_in_row, on.waiting, on.switched_off_at], [true, 0, 0, null])
})

test('what fails is tried again for a day, then is a dead letter that is listed and sent again under its id', async () => {
  const { webhook_id } = await create({ event_types: ['device.status_changed'] })
  receiver.answer(302, { location: `${receiver.url}/elsewhere` })
  await act('exempt', ['dev-0'])
  const start = now.getTime()
  for (let run = 0; (await show(webhook_id)).waiting > 0; run += 1) {
    assert.ok(run < 20)
    await deliver()
    const [{ due_at }] = (await call('GET', `/webhooks/${webhook_id}/deliveries`)).body.items
    if (due_at !== null) now = new Date(due_at)
    call = await server.as('read', 'actions', 'admin')
  }
  assert.equal(receiver.received.length, 11)
  assert.ok(
    receiver.received.every(({ path }) => path === '/hook'),
    'a redirect was followed',
  )
  assert.ok(now.getTime() - start > 21 * 3_600_000)
  const [dead] = await listAll(call, `/webhooks/${webhook_id}/deliveries?state=dead`, 10)
  assert.deepEqual([dead.attempts, dead.last_status], [11, 302])
  receiver.answer(200)
  const resent = await call('POST', `/webhooks/${webhook_id}/resend`, {})
  assert.equal(resent.body.resent, 1)
  await deliver()
  const ids = new Set(receiver.received.map(({ headers }) => headers['webhook-id']))
  assert.deepEqual([...ids], [dead.event_id])
  assert.equal((await listAll(call, `/webhooks/${webhook_id}/deliveries?state=delivered`, 10)).length, 1)
})

test('nothing overtakes what failed a moment ago; after three attempts others go first', async () => {
  await create({ event_types: ['device.status_changed'] })
  receiver.answer(503)
  await act('unexempt', ['dev-0'])
  await act('exempt', ['dev-0'])
  await deliver()
  await deliver()
  assert.equal(receiver.received.length, 1)
  receiver.answer(200)
  pass(5)
  await deliver()
  assert.deepEqual(
    receiver.received.slice(1).map(({ body }) => body.data.devices[0].status),
    ['compliant', 'exempted'],
  )
  receiver.received.length = 0
  receiver.answer(503)
  await act('unexempt', ['dev-0'])
  await act('exempt', ['dev-0'])
  for (const seconds of [0, 5, 30, 120]) {
    pass(seconds)
    await deliver()
  }
  receiver.answer(200)
  await deliver()
  pass(600)
  await deliver()
  assert.deepEqual(
    receiver.received.map(({ body }) => body.data.devices[0].status),
    ['compliant', 'compliant', 'compliant', 'compliant', 'exempted', 'compliant'],
  )
})

test('a test event comes as any other, and a new secret signs from then on', async () => {
  const { webhook_id, secret } = await create({ event_types: ['command.failed'] })
  const renewed = (await call('POST', `/webhooks/${webhook_id}/renew-secret`)).body.secret
  assert.notEqual(renewed, secret)
  const { body } = await call('POST', `/webhooks/${webhook_id}/test`)
  assert.equal(body.type, 'webhook.test')
  await deliver()
  const [{ headers, text }] = receiver.received as [(typeof receiver.received)[0]]
  assert.equal(headers['webhook-id'], body.event_id)
  const key = Buffer.from(renewed.replace('whsec_', ''), 'base64')
  const signed = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${text}`
  assert.equal(headers['webhook-signature'], `v1,${createHmac('sha256', key).update(signed).digest('base64')}`)
})

test('private addresses are refused, as they stand and behind a name, and a name is looked up once', async () => {
  const { webhook_id } = await create({
    url: `http://hooks.example:${receiver.port}/`,
    event_types: ['action.applied'],
  })
  const closed = { ...server.services, webhooks: { privateAddresses: false, plainHttp: true } }
  await act('exempt', ['dev-0'])
  for (const address of ['127.0.0.1', '10.1.2.3', '169.254.169.254', '::1', 'fd00::1', '::ffff:127.0.0.1', '0.0.0.0']) {
    await deliver({ services: closed, resolve: async () => ['93.184.216.34', address] })
    pass(28_800)
    call = await server.as('read', 'actions', 'admin')
  }
  assert.equal(receiver.received.length, 0)
  const [refused] = (await call('GET', `/webhooks/${webhook_id}/deliveries`)).body.items
  assert.match(refused.last_problem, /not public/)
  assert.equal(refused.attempts, 7)
  let lookups = 0
  await deliver({
    resolve: async () => {
      lookups += 1
      return [lookups === 1 ? '127.0.0.1' : '10.255.255.1']
    },
  })
  assert.deepEqual([receiver.received.length, lookups], [1, 1])
  assert.equal(receiver.received[0]!.headers.host, `hooks.example:${receiver.port}`)
})

test('neither lists nor logs hold a secret', async () => {
  const { webhook_id, secret } = await create({ event_types: ['device.added'] })
  const answers = await Promise.all(['/webhooks', `/webhooks/${webhook_id}`, '/audit'].map((path) => call('GET', path)))
  for (const { status, text } of answers) assert.ok(status === 200 && !text.includes(secret))
  assert.ok(!server.logged.join('\n').includes(secret))
})

test('many devices are told in few events, written in a set', async () => {
  await create({ event_types: ['device.status_changed'] })
  const many = Array.from({ length: 1200 }, (_, index) => `many-${index}`)
  await bring(many)
  await act('exempt', many)
  await deliver()
  const sizes = receiver.received.map(({ body }) => body.data.devices.length)
  assert.deepEqual(sizes, [500, 500, 200])
  assert.equal(new Set(receiver.received.flatMap(({ body }) => body.data.devices.map(idOf))).size, 1200)
})

const idOf = ({ device_id }: { device_id: string }) => device_id
