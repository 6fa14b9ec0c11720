import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { cliOf, type RunCli } from '../support/cli.ts'
import { startServerProcess, type TestServerProcess } from '../support/server-process.ts'

let server: TestServerProcess
let environment: NodeJS.ProcessEnv
let muster: RunCli
const file = (name: string) => join(server.directory, name)

before(async () => {
  server = await startServerProcess()
  // As the user that runs the server: the operator token is found where the server left it.
  environment = { MUSTER_URL: server.url, MUSTER_DATA_DIR: server.directory }
  muster = cliOf(environment)
  writeFileSync(
    file('fleet.csv'),
    'device_id,hostname,os,agent_type,agent_name,agent_version,status,macs\r\n' +
      'pc-1,"desk, one",windows,persistent,opswat-client,7.6.300.0,compliant,00:00:00:00:00:01\r\n' +
      'pc-2,two,mac,persistent,opswat-client,10.4.1.0,compliant,00:00:00:00:00:02\r\n' +
      'cam-1,,other,none,,,unknown,\r\n',
  )
  const imported = await muster('device', 'import', file('fleet.csv'))
  assert.deepEqual(imported, { code: 0, out: '3 created, 0 restored, 0 updated, 0 left out\n', err: '' })
})
after(() => server.stop())

test('an export verifies offline, one changed byte in it is found, and a receipt verifies alone', async () => {
  const act = JSON.parse((await muster('act', 'exempt', '--ids', 'pc-1', 'pc-2', '--yes', '--json')).out)
  const exported = file('audit.jsonl')
  assert.equal((await muster('audit', 'export', '-o', exported)).code, 0)
  const offline = cliOf({ MUSTER_URL: 'http://127.0.0.1:9' })
  const whole = await offline('audit', 'verify', exported, '--json')
  assert.equal(whole.code, 0)
  const { head } = JSON.parse(whole.out)
  assert.match((await offline('audit', 'verify', exported)).out, /Whole up to entry \d+; .* only with --head\.\n/)
  writeFileSync(file('empty.jsonl'), '')
  assert.match((await offline('audit', 'verify', file('empty.jsonl'))).out, /holds no entries/)
  assert.equal((await offline('audit', 'verify', file('empty.jsonl'))).code, 1)
  assert.equal((await offline('audit', 'verify', exported, '--head', head)).code, 0)
  assert.equal((await offline('audit', 'verify', exported, '--head', '0'.repeat(64))).code, 1)

  const bytes = readFileSync(exported)
  const at = bytes.indexOf('devices.imported')
  bytes[at]! ^= 1
  writeFileSync(file('changed.jsonl'), bytes)
  const line = bytes.subarray(0, at).toString().split('\n').length
  const changed = await offline('audit', 'verify', file('changed.jsonl'))
  assert.deepEqual([changed.code, changed.out.includes(`NOT WHOLE. Entry ${line} `)], [1, true], changed.out)

  const receipt = file('receipt.json')
  assert.equal((await muster('audit', 'receipt', act.action_id, 'pc-2', '-o', receipt)).code, 0)
  const good = await offline('audit', 'verify', receipt, '--json')
  assert.deepEqual([good.code, JSON.parse(good.out).device_id], [0, 'pc-2'])
  assert.ok(readFileSync(exported, 'utf8').includes(JSON.parse(readFileSync(receipt, 'utf8')).entry.hash))
  writeFileSync(receipt, readFileSync(receipt, 'utf8').replace('"pc-2"', '"pc-1"'))
  assert.equal((await offline('audit', 'verify', receipt)).code, 1)
  assert.equal((await muster('audit', 'receipt', act.action_id, 'cam-1')).code, 1)
})

test('applications, groups and enrolment tokens are made, listed and ended', async () => {
  const app = JSON.parse((await muster('app', 'create', 'Desk', '--scope', 'read', '--json')).out)
  assert.match((await muster('app', 'list')).out, new RegExp(`Desk +${app.app_id} +confidential +read `))
  const token = await fetch(`${server.url}/o/oauth/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: app.client_id,
      client_secret: app.client_secret,
    }),
  })
  const { access_token } = (await token.json()) as { access_token: string }
  assert.equal((await muster('--token', access_token, 'device', 'list')).code, 0)
  assert.equal((await muster('--token', access_token, 'app', 'list')).code, 3)
  assert.equal((await muster('app', 'revoke', app.app_id)).code, 0)
  assert.equal((await muster('--token', access_token, 'device', 'list')).code, 3)

  const uri = 'http://127.0.0.1:8123/back'
  const desktop = JSON.parse((await muster('app', 'create', 'Mac', '--public', '--redirect-uri', uri, '--json')).out)
  assert.deepEqual([desktop.client_type, desktop.redirect_uris, desktop.client_secret], ['public', [uri], null])
  const changed = await muster('app', 'change', desktop.app_id, '--confidential', '--no-redirect-uri')
  assert.match(changed.out, /type +confidential\nredirect addresses +none\nclient secret +[A-Z0-9]{48}\n/)
  assert.equal((await muster('app', 'change', desktop.app_id)).code, 2)

  assert.equal((await muster('group', 'create', 'Kiosks', '--id', 'kiosks')).code, 0)
  assert.equal((await muster('group', 'rename', 'kiosks', 'Lobby')).code, 0)
  assert.equal((await muster('act', 'assign_to_group', '--ids', 'pc-1', '--param', 'group_id=kiosks', '--yes')).code, 0)
  assert.equal((await muster('group', 'delete', 'kiosks')).code, 1)
  assert.match((await muster('group', 'delete', 'kiosks', '--move-to', 'default')).out, /1 devices? moved/)

  const created = JSON.parse((await muster('enrol-token', 'create', '--uses', '2', '--expires-in', '2h', '--json')).out)
  assert.equal(Date.parse(created.expires_at) - Date.parse(created.created_at), 7_200_000)
  assert.equal((await muster('enrol-token', 'revoke', created.token_id)).code, 0)
})
