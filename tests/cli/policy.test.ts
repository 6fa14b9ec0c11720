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

test('a rule is set, shown and taken back, and the rules of other types stay', async () => {
  assert.equal((await muster('policy', 'show')).out, 'Nothing is put off.\n')
  const words = ['--battery', '50', '--metered', '--quiet', '22:00-06:00', '--retry-after', '30m']
  const set = await muster('policy', 'set', 'scan_threats', ...words)
  assert.equal(set.code, 0, set.err)
  assert.match(
    set.out,
    /scan_threats +on battery up to 50 %, metered, 22:00-06:00 +after 1800 s; in quiet time at 06:00\n/,
  )
  await muster('policy', 'set', 'dhcprenew', '--battery', '100')
  const { out } = await muster('policy', 'show')
  assert.match(out, /dhcprenew +on battery +after 900 s\nscan_threats +.*\nChanged .* by operator\n/)
  const quiet = await muster('policy', 'set', 'scan_threats', '--quiet', '22:00-06:00')
  assert.match(quiet.out, /scan_threats +22:00-06:00 +at 06:00\n/)
  await muster('policy', 'set', 'scan_threats', '--never')
  const { defer } = JSON.parse((await muster('policy', 'show', '--json')).out)
  assert.deepEqual(defer, { dhcprenew: { battery_percent: 100 } })
})

test('a rule that says nothing, or the impossible, is wrong usage', async () => {
  for (const words of [
    [],
    ['--retry-after', '30m'],
    ['--quiet', '22:00-06:00', '--retry-after', '30m'],
    ['--never', '--metered'],
    ['--battery', '0'],
    ['--battery', 'half'],
    ['--quiet', '8-18'],
    ['--quiet', '08:00-25:00'],
  ]) {
    assert.equal((await muster('policy', 'set', 'scan_threats', ...words)).code, 2, words.join(' '))
  }
  const unknown = await muster('policy', 'set', 'exempt', '--metered')
  assert.equal(unknown.code, 2)
  assert.match(unknown.err, /no action that agents carry out/)
})

test('an order takes its own clocks, makes older ones give way, and shows what waits and since nobody knows when', async () => {
  const act = (...words: string[]) =>
    muster('act', 'scan_threats', '--ids', 'pc-1', '--param', 'areas=path', ...words, '--no-wait', '--yes')
  const old = await act('--param', 'path=/old')
  assert.equal(old.code, 0, old.err)
  const clocks = ['--deliver-within', '2h', '--finish-within', '10m', '--supersede']
  const { out, err } = await act('--param', 'path=/new', ...clocks)
  assert.match(err, /Of older commands, 1 made way and 0 were asked to stop\./)
  const id = /Action (\S+):/.exec(out)![1]!
  const action = JSON.parse((await muster('action', 'show', id, '--json')).out)
  assert.equal(Date.parse(action.deliver_by) - Date.parse(action.created_at), 2 * 3_600_000)
  const shown = await muster('action', 'show', id)
  assert.match(shown.out, /\n1 waits; when it will be done is not known yet\n$/)
  const older = /Action (\S+):/.exec(old.out)![1]!
  assert.match((await muster('action', 'show', older)).out, /pc-1 .*superseded .*A newer action/)
  assert.equal((await act('--param', 'path=/new', '--finish-within', '1s')).code, 2)
})
