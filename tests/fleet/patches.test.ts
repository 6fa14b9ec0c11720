import assert from 'node:assert/strict'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import type { DevicePatch, Patch, PatchDevice } from '@muster/core/api/patches.ts'
import type { CheckResult } from '@muster/core/compliance/check-name.ts'
import { parseCsv } from '@muster/core/csv/parse-csv.ts'
import { recordChecks } from '@muster/server/operations/compliance/record-checks.ts'
import { cliOf, type RunCli } from '../support/cli.ts'
import { waitUntil } from '../support/embedded-server.ts'
import { addTestAccount, addTestDevices } from '../support/fleet.ts'
import { createCall, listAll, type NativeCall } from '../support/native-client.ts'
import { chooseSeed, randomFrom } from '../support/random.ts'
import { makeScratchDirectory } from '../support/scratch-directory.ts'
import { startWholeServer, type WholeServer } from '../support/whole-server.ts'
import { openWireClient, type WireClient } from '../support/wire-client.ts'
import { makeAgentProcess } from './support/agent-process.ts'

let server: WholeServer
let call: NativeCall
let client: WireClient
let muster: RunCli
let accountId: number

before(async () => {
  server = await startWholeServer()
  accountId = server.accountId
  call = createCall(server.url, server.operatorToken)
  client = await openWireClient(server)
  muster = cliOf({ MUSTER_URL: server.url, MUSTER_TOKEN: server.operatorToken })
})
after(() => server.close())

/** The records below the headings. */
async function report(query: string, version = 'v3.1'): Promise<string[][]> {
  const answer = await client.get(`/o/api/${version}/get_reports?${query}`)
  const text = await answer.text()
  assert.deepEqual([answer.status, answer.headers.get('content-type')], [200, 'text/csv; charset=utf-8'], text)
  return [...parseCsv(text)].slice(1).map(({ cells }) => [...cells])
}

/** `missing`: ids, or whatever stands in the facts. */
async function say(devices: readonly string[], result: CheckResult, missing?: unknown, source = 'apt'): Promise<void> {
  const { rows } = await server.services.pool.query<{ device_key: string; generation: number }>(
    'select device_key, generation from device where account_id = $1 and device_id = any($2)',
    [accountId, devices],
  )
  const listed = Array.isArray(missing) ? missing.map((id) => (typeof id === 'string' ? { id } : id)) : missing
  const facts = { source, ...(listed !== undefined && { missing: listed }) }
  const checks = [{ check: 'os_updates', result, facts, taken_at: Math.floor(Date.now() / 1000) }]
  await recordChecks(
    server.services,
    accountId,
    rows.map(({ device_key: deviceKey, generation }) => ({
      deviceKey,
      generation,
      said: { type: 'checks', checks, looked_for: [] },
    })),
  )
}

const summary = async (query = '') =>
  (await listAll(call, `/patches${query}`, 2)).map(({ patch_id, source, devices }: Patch) => [
    patch_id,
    source,
    devices,
  ])

test('what a real agent lacks is in all three reports, and in none once it is mended', async () => {
  const programs = await makeScratchDirectory()
  const list = join(programs.path, 'list')
  const script = (name: string, text: string) =>
    writeFile(join(programs.path, name), `#!/bin/sh\n${text}\n`, { mode: 0o755 })
  // What apt knows of this machine is kept until its lists change; dnf is asked each time.
  await script('apt-get', 'exit 1')
  await script('dnf', `[ "$3" = updateinfo ] && exit 0\ncat ${list}\n[ -s ${list} ] && exit 100\nexit 0`)
  await writeFile(list, 'bash.x86_64  5.2.26-3.el9  baseos\nvim.x86_64  9.1-1.el9  baseos\n')
  const agent = await makeAgentProcess({
    env: { MUSTER_AGENT_CHECK_SECONDS: '1', PATH: `${programs.path}:${process.env.PATH}` },
  })
  try {
    const { token } = JSON.parse((await muster('enrol-token', 'create', '--json')).out)
    await agent.enrol(server.url, token)
    const deviceId = await agent.deviceId()
    agent.start()
    const missing = () => report(`type=missing_os_patch&id=${deviceId}`)
    await waitUntil('it said what it lacks', async () => (await missing()).length === 2, 60_000)
    assert.deepEqual(
      (await missing()).map(([kb, , source, security, , available]) => [kb, source, security, available]),
      [
        ['bash', 'dnf', 'false', '5.2.26-3.el9'],
        ['vim', 'dnf', 'false', '9.1-1.el9'],
      ],
    )
    assert.deepEqual(
      (await report('type=os_patch_summary')).map(([kb, , , , devices]) => [kb, devices]),
      [
        ['bash', '1'],
        ['vim', '1'],
      ],
    )
    const [[lacking] = []] = await report('type=device_missing_os_patch&kb=bash')
    assert.equal(lacking, deviceId)
    await writeFile(list, '')
    await waitUntil('it is mended', async () => (await missing()).length === 0, 60_000)
    assert.deepEqual(await report('type=os_patch_summary'), [])
    assert.deepEqual(await report('type=device_missing_os_patch&kb=bash'), [])
  } finally {
    await agent.remove()
    await programs.remove()
  }
})

test('however a fleet loses and gets updates, the figures are those of a naive count', async () => {
  const seed = chooseSeed()
  const random = randomFrom(seed)
  const ids = Array.from({ length: 12 }, (_, index) => `naive-${index}`)
  await addTestDevices(
    server.services.pool,
    accountId,
    ids.map((deviceId) => ({ deviceId })),
  )
  const held = new Map<string, Set<string>>(ids.map((id) => [id, new Set()]))
  for (let round = 0; round < 15; round += 1) {
    const result = random.pick(['fail', 'fail', 'pass', 'unknown'] as const)
    const some = ids.filter(() => random.below(3) === 0)
    const missing = Array.from({ length: random.below(5) }, () => `p-${random.below(6)}`)
    await say(some, result, missing)
    if (result !== 'unknown') for (const id of some) held.set(id, new Set(result === 'fail' ? missing : []))
    const counts = new Map<string, number>()
    for (const patch of [...held.values()].flatMap((one) => [...one])) counts.set(patch, (counts.get(patch) ?? 0) + 1)
    assert.deepEqual(
      await summary(),
      [...counts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([id, devices]) => [id, 'apt', devices]),
      `seed ${seed}, round ${round}`,
    )
    const one = random.pick(ids)
    const own = (await listAll(call, `/devices/${one}/patches`, 1)).map(({ patch_id }: DevicePatch) => patch_id)
    assert.deepEqual(own, [...held.get(one)!].sort(), `seed ${seed}, round ${round}, ${one}`)
  }
  await say(ids, 'pass')
})

test('exempted devices count; deleted and ignored ones and those without an agent do not; who comes back counts again', async () => {
  const ids = ['w-1', 'w-2', 'w-3', 'w-4', 'w-5']
  await addTestDevices(
    server.services.pool,
    accountId,
    ids.map((deviceId, index) => ({ deviceId, os: 'windows', status: index === 1 ? 'exempted' : 'compliant' })),
  )
  await say(ids, 'fail', [{ id: 'KB5', title: 'Update (KB5)', security: true }, 'KB6'], 'windows_update')
  await say(['w-1'], 'fail', ['KB6'], 'windows_update')
  assert.deepEqual(await summary(), [
    ['KB5', 'windows_update', 4],
    ['KB6', 'windows_update', 5],
  ])
  const set = (what: string, id: string) =>
    server.services.pool.query(`update device set ${what} where account_id = $1 and device_id = $2`, [accountId, id])
  await set('ignored = true', 'w-3')
  await set('removed_at = now()', 'w-4')
  const deletion = { type: 'delete', params: { record: 'keep' }, devices: { ids: ['w-5'] } }
  assert.equal((await call('POST', '/actions', deletion)).status, 201)
  assert.deepEqual(await summary('?security=true'), [['KB5', 'windows_update', 1]])
  assert.deepEqual(await summary('?security=false'), [['KB6', 'windows_update', 2]])
  const lacking = async () =>
    (await listAll(call, '/patches/KB6/devices', 1)).map(({ device_id }: PatchDevice) => device_id)
  assert.deepEqual(await lacking(), ['w-1', 'w-2'])
  assert.equal((await call('GET', '/devices/w-4/patches')).status, 404)
  await set('ignored = false', 'w-3')
  await set('removed_at = null', 'w-4')
  assert.deepEqual(await lacking(), ['w-1', 'w-2', 'w-3', 'w-4'])
  const stranger = await addTestAccount(server.services.pool, 'stranger')
  await addTestDevices(server.services.pool, stranger, [{ deviceId: 'w-1' }])
  assert.equal((await summary()).length, 2)
  await say(ids, 'pass')
})

test('facts of any form are taken for what is of use in them, and since when stays while a version moves on', async () => {
  await addTestDevices(server.services.pool, accountId, [{ deviceId: 'odd' }])
  for (const missing of [undefined, null, 'all', [null, 7, [], {}, { id: 7 }, { id: '' }, { id: '\0 ' }]]) {
    await say(['odd'], 'fail', missing)
    assert.deepEqual(await summary(), [])
  }
  const long = 'x'.repeat(500)
  await say(['odd'], 'fail', [
    { id: 'twice', installed: '1', available: '2' },
    { id: 'twice', available: '3' },
    { id: long, title: `\ud83d${long}`, available: ['4'], security: 'yes' },
  ])
  const [first, cut] = (await call('GET', '/devices/odd/patches')).body.items as DevicePatch[]
  assert.deepEqual([first?.patch_id, first?.installed, first?.available], ['twice', '1', '2'])
  assert.deepEqual([cut?.patch_id.length, cut?.title?.length, cut?.available, cut?.security], [128, 256, null, false])
  await say(['odd'], 'fail', [{ id: 'twice', installed: '1', available: '9' }])
  const [later, ...others] = (await call('GET', '/devices/odd/patches')).body.items as DevicePatch[]
  assert.deepEqual([later, others], [{ ...first!, available: '9' }, []])
  await say(['odd'], 'pass')
})

test('the command line lists the same, as tables, JSON and CSV, and other scopes than read see nothing', async () => {
  assert.equal((await muster('patch', 'list')).out, 'No device lacks an update.\n')
  await addTestDevices(server.services.pool, accountId, [{ deviceId: 'cli-1' }, { deviceId: 'cli-2' }])
  await say(['cli-1', 'cli-2'], 'fail', [
    { id: 'ssl lib/3', title: '=1+1', installed: '1', available: '2', security: true },
  ])
  await say(['cli-2'], 'fail', ['ssl lib/3', 'tz'])
  const { out, code } = await muster('patches', 'list')
  assert.equal(code, 0)
  assert.match(
    out,
    /^PATCH +DEVICES +SECURITY +SOURCE +MISSING SINCE +TITLE\nssl lib\/3 +2 +yes +apt +\S+Z +=1\+1\ntz +1 +no /,
  )
  assert.match(
    (await muster('patch', 'list', '--csv')).out,
    /^patch_id,source,title,security,devices,missing_since\r\nssl lib\/3,apt,'=1\+1,true,2,/,
  )
  const json = async (...words: string[]) => JSON.parse((await muster('patch', ...words, '--json')).out)
  assert.equal((await json('list', '--search', 'SSL', '--security', '--source', 'apt')).length, 1)
  assert.equal((await json('list', '--device', 'cli-1')).length, 1)
  const shown = await muster('patch', 'devices', 'ssl lib/3', '--limit', '1')
  assert.deepEqual(
    [/^cli-1 +cli-1 +default +1 +2 /m.test(shown.out), /more than 1; see --limit/.test(shown.err)],
    [true, true],
  )
  assert.equal((await muster('patch', 'devices', 'ssl lib/3', '--csv')).out.split('\r\n').length, 4)
  assert.equal((await muster('patch', 'list', '--device', 'cli-2', '--csv')).out.split('\r\n').length, 4)
  assert.equal((await muster('patch', 'list', '--device', 'nobody', '--csv')).code, 1)
  assert.equal((await muster('patch', 'list', '--device', 'cli-1', '--security')).code, 2)

  const blind = await openWireClient(server, { scopes: ['actions'] })
  for (const path of [
    '/o/api/v2/get_reports?type=os_patch_summary',
    '/api/v1/patches',
    '/api/v1/patches/tz/devices.csv',
  ]) {
    assert.equal((await blind.get(path)).status, 403)
  }
})
