import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { cliOf, type RunCli } from '../support/cli.ts'
import { startServerProcess, type TestServerProcess } from '../support/server-process.ts'

let server: TestServerProcess
let muster: RunCli

before(async () => {
  server = await startServerProcess()
  muster = cliOf({ MUSTER_URL: server.url, MUSTER_DATA_DIR: server.directory })
  const fleet = join(server.directory, 'fleet.csv')
  writeFileSync(
    fleet,
    'device_id,os,agent_type,agent_name,agent_version,status\r\npc-1,windows,persistent,opswat-client,7.6.300.0,compliant\r\n',
  )
  assert.equal((await muster('device', 'import', fleet)).code, 0)
})
after(() => server.stop())

const isExempt = async () => JSON.parse((await muster('device', 'show', 'pc-1', '--json')).out).exemption !== null

test('an action is undone, after a look at what that would do', async () => {
  const acted = await muster('act', 'exempt', '--ids', 'pc-1', '--yes', '--json')
  const { action_id } = JSON.parse(acted.out)
  const plan = await muster('action', 'undo', action_id, '--plan')
  assert.match(plan.out, /^unexempt, would be action [0-9a-f-]{36}: .*1/, plan.err)
  assert.equal(await isExempt(), true)
  const undone = await muster('action', 'undo', action_id)
  assert.deepEqual([undone.code, await isExempt()], [0, false], undone.err)
  const again = await muster('action', 'undo', JSON.parse((await muster('action', 'list', '--json')).out)[0].action_id)
  assert.notEqual(again.code, 0)
})

test('what --plan showed is done word for word, or not at all once the devices have changed', async () => {
  const order = ['act', 'exempt', '--filter', 'os=windows']
  const [, planned] = /--planned (\S+) instead/.exec((await muster(...order, '--plan')).out)!
  assert.equal((await muster(...order, '--planned', planned!)).code, 0)
  assert.equal(await isExempt(), true)
  const again = await muster(...order, '--planned', planned!)
  assert.match(again.err, /applied already/)
  const [, later] = /--planned (\S+) instead/.exec((await muster('act', 'unexempt', '--ids', 'pc-1', '--plan')).out)!
  assert.equal((await muster('act', 'unexempt', '--ids', 'pc-1', '--yes')).code, 0)
  const drifted = await muster('act', 'unexempt', '--ids', 'pc-1', '--planned', later!)
  assert.deepEqual([drifted.code, /have changed since/.test(drifted.err)], [1, true], drifted.err)
  assert.equal((await muster(...order, '--planned', 'nonsense')).code, 2)
})

test('an action is tried again for the devices in the states that are named', async () => {
  const acted = await muster('act', 'dhcprenew', '--ids', 'pc-1', '--yes', '--no-wait', '--json')
  const { action_id } = JSON.parse(acted.out)
  assert.equal((await muster('action', 'cancel', action_id)).code, 0)
  assert.notEqual((await muster('action', 'retry', action_id)).code, 0)
  const again = await muster('action', 'retry', action_id, '--state', 'cancelled', '--json')
  assert.deepEqual(JSON.parse(again.out).counts, { queued: 1 }, again.err)
})

test('devices are listed by what the filter says of versions and exemptions', async () => {
  const list = async (...words: string[]) => JSON.parse((await muster('device', 'list', '--json', ...words)).out)
  assert.equal((await list('--filter', 'agent_version_from=7.6.206', '--filter', 'exempt=false')).length, 1)
  assert.equal((await list('--filter', 'agent_version_below=7.6.206')).length, 0)
  assert.equal((await list('--filter', 'identity=site=Lyon, France')).length, 0)
})
