import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { cliOf, type RunCli } from '../support/cli.ts'
import { startServerProcess, type TestServerProcess } from '../support/server-process.ts'
import { startWebhookReceiver, type WebhookReceiver } from '../support/webhook-receiver.ts'

let server: TestServerProcess
let receiver: WebhookReceiver
let muster: RunCli

before(async () => {
  receiver = await startWebhookReceiver()
  server = await startServerProcess({
    MUSTER_WEBHOOK_PRIVATE_ADDRESSES: 'allowed',
    MUSTER_WEBHOOK_PLAIN_HTTP: 'allowed',
  })
  muster = cliOf({ MUSTER_URL: server.url, MUSTER_DATA_DIR: server.directory })
  const fleet = join(server.directory, 'fleet.csv')
  writeFileSync(fleet, 'device_id,agent_type,status\r\npc-1,persistent,compliant\r\n')
  assert.equal((await muster('device', 'import', fleet)).code, 0)
})
after(async () => {
  await server.stop()
  await receiver.close()
})

test('a webhook of the real server hears of an exemption, and is listed and deleted', async () => {
  const created = await muster('webhook', 'create', `${receiver.url}/nac`, '--callback', '--secret', 'a-key-of-the-nac')
  assert.equal(created.code, 0, created.err)
  const id = /webhook id +(\S+)/.exec(created.out)![1]!
  const arrived = receiver.next()
  const acted = await muster('act', 'exempt', '--ids', 'pc-1', '--yes')
  assert.equal(acted.code, 0, acted.err)
  const { headers, body } = await arrived
  assert.deepEqual(
    body.map(({ device_id, status }: { device_id: string; status: string }) => [device_id, status]),
    [['pc-1', 'exempted']],
  )
  assert.equal(headers.authorization, 'a-key-of-the-nac')
  const [list, deliveries, resent, usage] = await Promise.all([
    muster('webhook', 'list'),
    muster('webhook', 'deliveries', id),
    muster('webhook', 'resend', id),
    muster('webhook', 'create', receiver.url),
  ])
  assert.match(list.out, /\/nac +device\.status_changed +on/)
  assert.match(deliveries.out, /device\.status_changed/)
  assert.equal(resent.out, '0 on their way again.\n')
  assert.equal(usage.code, 2)
  assert.equal((await muster('webhook', 'delete', id)).code, 0)
  assert.ok(!server.output().includes('a-key-of-the-nac'))
})

test('retention is set a kind at a time, shown, and taken back', async () => {
  const set = await muster('retention', 'set', '--logs', '400d', '--unseen-devices', '180d', '--then', 'archive')
  assert.equal(set.code, 0, set.err)
  const { out } = await muster('retention', 'set', '--reports', '30')
  assert.match(out, /unseen_devices +180 days +archive/)
  assert.match(out, /logs +400 days/)
  assert.match(out, /reports +30 days/)
  assert.match(out, /actions +for ever/)
  const forever = ['--unseen-devices', 'forever', '--reports', 'forever']
  assert.equal((await muster('retention', 'set', ...forever)).code, 0)
  const { changed_at, changed_by, runs: _, ...kept } = JSON.parse((await muster('retention', 'show', '--json')).out)
  assert.deepEqual(kept, { logs_days: 400 })
  const wrong = [[], ['--unseen-devices', '5']]
  const runs = await Promise.all(wrong.map((words) => muster('retention', 'set', ...words)))
  assert.deepEqual(
    runs.map(({ code }) => code),
    wrong.map(() => 2),
  )
})
