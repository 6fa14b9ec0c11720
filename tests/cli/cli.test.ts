import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { DeviceFilter } from '@muster/core/device/device-filter.ts'
import { cliOf, type RunCli, startCli } from '../support/cli.ts'
import { waitUntil } from '../support/embedded-server.ts'
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

test('tables are aligned, say nothing in colour to a pipe, and show a dash for what is not there', async () => {
  const { out } = await muster('device', 'list')
  assert.equal(
    out,
    [
      'DEVICE  HOST       STATUS     OS       AGENT                 GROUP    ONLINE',
      'pc-1    desk, one  compliant  windows  persistent 7.6.300.0  default  no',
      'pc-2    two        compliant  mac      persistent 10.4.1.0   default  no',
      'cam-1   -          unknown    other    none                  default  no',
      '',
    ].join('\n'),
  )
})

test('text of devices cannot steer the terminal', async () => {
  const body = JSON.stringify({ device_id: 'evil', nickname: 'a\u202eb' })
  assert.equal((await startCli(['device', 'import', '-'], environment, body).ended).code, 0)
  const { out } = await muster('device', 'show', 'evil')
  assert.match(out, /nickname +a\u{fffd}b\n/u)
  await muster('act', 'delete', '--ids', 'evil', '--yes')
})

test('with --json the standard output is JSON and nothing else, on success and on failure', async () => {
  for (const args of [
    ['device', 'list'],
    ['device', 'show', 'pc-1'],
    ['group', 'list'],
    ['app', 'list'],
    ['action', 'list'],
    ['action', 'types'],
    ['enrol-token', 'create'],
    ['enrol-token', 'list'],
    ['act', 'exempt', '--ids', 'pc-1', 'cam-1', '--yes'],
    ['act', 'exempt', '--ids', 'pc-1', '--plan'],
    ['act', 'unexempt', '--ids', 'pc-1', '--no-wait', '--yes'],
  ]) {
    const { out, err } = await muster(...args, '--json')
    assert.equal(typeof JSON.parse(out), 'object', args.join(' '))
    assert.equal(err, '')
  }
  const failed = await muster('device', 'show', 'nobody', '--json')
  assert.deepEqual([failed.code, failed.out, JSON.parse(failed.err).error.code], [1, '', 'not_found'])
  const wrong = await muster('act', 'exempt', '--json')
  assert.deepEqual([wrong.code, wrong.out, JSON.parse(wrong.err).error.code], [2, '', 'usage'])
})

test('--plan shows each verdict with its reason, and nothing is done', async () => {
  const { code, out } = await muster(
    'act',
    'exempt',
    '--ids',
    'pc-1',
    'cam-1',
    'nobody',
    '--param',
    'hours=2',
    '--plan',
  )
  assert.equal(code, 0)
  assert.match(out, /cam-1 +not supported +The action does not apply to devices of this status\.\n/)
  assert.match(out, /nobody +not found +No device/)
  assert.match(out, /pc-1 +applies +-\n/)
  assert.match(out, /exempt would be done to 1 of 3 devices; nothing was touched\./)
  assert.equal(JSON.parse((await muster('device', 'show', 'pc-1', '--json')).out).status, 'compliant')
})

test('the exit code tells whether all succeeded', async () => {
  assert.equal((await muster('act', 'exempt', '--ids', 'pc-1,pc-2', '--param', 'hours=1', '--yes')).code, 0)
  assert.equal((await muster('act', 'unexempt', '--ids', 'pc-1', 'pc-2', '--yes')).code, 0)
  assert.equal((await muster('act', 'unexempt', '--ids', 'pc-1', '--yes')).code, 0)
  assert.equal((await muster('act', 'exempt', '--ids', 'pc-1', 'cam-1', '--yes')).code, 1)
  assert.equal((await muster('act', 'dhcprenew', '--ids', 'cam-1', '--no-wait', '--yes')).code, 1)
  assert.equal((await muster('act', 'dhcprenew', '--ids', 'pc-1', '--no-wait', '--yes')).code, 0)
})

test('devices are chosen by ids, macs, file, column, standard input and filter', async () => {
  const plan = async (args: string[], input?: string) => {
    const { out, err, code } = await startCli(['act', 'delete', ...args, '--plan', '--json'], environment, input).ended
    assert.equal(code, 0, err)
    return JSON.parse(out).targets.map(({ device_id }: { device_id: string }) => device_id)
  }
  writeFileSync(file('ids.txt'), '\uFEFFpc-2\r\n\r\n  pc-1 \n')
  assert.deepEqual(await plan(['--ids', 'pc-1,cam-1']), ['pc-1', 'cam-1'])
  assert.deepEqual(await plan(['--macs', '0000.0000.0002']), ['pc-2'])
  assert.deepEqual(await plan(['--file', file('ids.txt')]), ['pc-2', 'pc-1'])
  assert.deepEqual(await plan(['--file', '-'], 'cam-1\n'), ['cam-1'])
  assert.deepEqual(await plan(['--file', file('fleet.csv'), '--column', 'macs', '--by', 'mac']), ['pc-1', 'pc-2'])
  assert.deepEqual(await plan(['--filter', 'os=mac,other', '--filter', 'status=unknown']), ['cam-1'])
  assert.deepEqual(await plan(['--filter', 'os=mac', '--filter', 'os=windows']), ['pc-1', 'pc-2'])
  assert.deepEqual(await plan(['--filter', 'all=true']), ['pc-1', 'pc-2', 'cam-1'])
})

test('a command line that is wrong ends with 2, says the remedy, and reaches no device', async () => {
  writeFileSync(file('latin.txt'), Buffer.from('Zo\xeb\n', 'latin1'))
  const before = (await muster('action', 'list', '--json')).out
  for (const [args, remedy] of [
    [['act', 'exempt'], /--filter all=true/],
    [['act', 'exempt', '--ids', 'pc-1', '--filter', 'os=mac'], /do not go together/],
    [['act', 'exempt', '--filter', 'colour=red'], /there are all, device_type/],
    [['act', 'exempt', '--filter', 'os=beos'], /any of windows/],
    [['act', 'exempt', '--filter', 'os='], /any of windows/],
    [['act', 'exempt', '--ids', 'pc-1', '--param', 'hour=2'], /it has hours, scope/],
    [['act', 'exempt', '--ids', 'pc-1', '--param', 'hours=soon'], /must be a number/],
    [['act', 'exempt', '--ids', 'pc-1', '--param', 'hours=65000', '--yes'], /hours/],
    [['act', 'make_coffee', '--ids', 'pc-1', '--yes'], /known are exempt/],
    [['act', 'delete', '--ids', 'pc-1'], /add --yes, or look first with --plan/],
    [['act', 'delete', '--ids', 'pc-1', '--idempotency-key', 'k-1'], /add --yes/],
    [['act', 'assign_to_group', '--ids', 'pc-1', '--yes'], /--param group_id=/],
    [['act', 'exempt', '--file', '/nonexistent'], /cannot be read/],
    [['act', 'exempt', '--ids', 'pc-1', '--column', 'x'], /go with --file/],
    [['act', 'exempt', '--file', file('fleet.csv'), '--yes'], /--column NAME/],
    [['act', 'exempt', '--file', file('latin.txt'), '--yes'], /not UTF-8 text/],
    [['action', 'list', '--type', 'bogus'], /known are exempt, unexempt/],
    [['audit', 'verify', file('fleet.csv'), '--head', 'abc'], /64 hexadecimal digits/],
    [['app', 'create', 'X', '--scope', 'everything'], /--scope .*actions:TYPE/],
    [['app', 'revoke', 'X'], /muster app list/],
    [['enrol-token', 'create', '--expires-in', '31d'], /--expires-in must be .*30d/],
    [['act'], /--help/],
    [['device', 'list', '--limit', 'many'], /whole number/],
    [['frobnicate'], /unknown command/],
    [['device', 'list', '--colour'], /unknown option/],
    [['enrol-token', 'create', '--expires-in', 'soon'], /7d/],
    [['--server', 'localhost', 'device', 'list'], /write it as/],
  ] as const) {
    const { code, out, err } = await muster(...args)
    assert.equal(code, 2, `${args.join(' ')}: ${out}${err}`)
    assert.match(err, remedy)
  }
  assert.equal((await muster('action', 'list', '--json')).out, before)
})

test('a filter that no device matches ends with 1 and names the group that there is not', async () => {
  const none = await muster('act', 'exempt', '--filter', 'group_id=kiosk,default', '--filter', 'os=ios', '--yes')
  assert.deepEqual([none.code, none.out], [1, ''])
  assert.match(none.err, /No devices match the filter\. There is no group "kiosk"; see: muster group list\.\n/)
  const planned = await muster('act', 'exempt', '--filter', 'os=ios', '--plan')
  assert.deepEqual([planned.code, planned.err], [1, 'muster: No devices match the filter.\n'])
})

test('what was so already is shown with its reason, and a long identifier leaves the table readable', async () => {
  const long = 'x'.repeat(200)
  const { out } = await muster('act', 'unexempt', '--ids', 'pc-2', long, '--yes')
  assert.match(out, /^pc-2 +two +no_op /m)
  assert.match(out, /^x{63}… /m)
  assert.match((await muster('act', 'unexempt', '--ids', 'pc-2', '--no-wait', '--yes')).out, /^pc-2 +no op +\S/m)
})

test('identifiers of the other kind than --by says are hinted at', async () => {
  writeFileSync(file('macs.txt'), '00:00:00:00:00:01\n000000000002\n')
  writeFileSync(file('names.txt'), 'pc-1\n')
  assert.match((await muster('act', 'exempt', '--file', file('macs.txt'), '--plan')).err, /--by mac/)
  assert.match((await muster('act', 'exempt', '--file', file('names.txt'), '--by', 'mac', '--plan')).err, /--by id/)
})

test('what there is not is answered with the command that lists what there is', async () => {
  assert.match((await muster('device', 'show', 'nobody')).err, /no such device\. See: muster device list\n/)
  assert.match((await muster('action', 'show', 'nothing')).err, /muster action list\n/)
  assert.match((await muster('app', 'revoke', randomUUID())).err, /no such application\. See: muster app list\n/)
})

test('without an address the server is looked for where its own settings say', async () => {
  const { port } = new URL(server.url)
  const near = cliOf({ MUSTER_HOST: '0.0.0.0', MUSTER_PORT: port, MUSTER_DATA_DIR: server.directory })
  assert.equal((await near('group', 'list')).code, 0)
  assert.match((await near('--version')).out, /^\d+\.\d+\.\d+\n$/)
})

test('no server, no token and no right end with 3, and say what to do', async () => {
  const gone = await muster('--server', 'http://127.0.0.1:9', 'device', 'list')
  assert.equal(gone.code, 3)
  const probe = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => probe.once('listening', resolve))
  const { port } = probe.address() as AddressInfo
  await new Promise((resolve) => probe.close(resolve))
  const refused = await muster('--server', `http://127.0.0.1:${port}`, 'device', 'list')
  assert.deepEqual([refused.code, /muster serve/.test(refused.err)], [3, true])
  const stranger = await muster('--token', 'nonsense', 'device', 'list')
  assert.deepEqual([stranger.code, /--token or MUSTER_TOKEN/.test(stranger.err)], [3, true])
  const none = await cliOf({ MUSTER_URL: server.url, MUSTER_DATA_DIR: '/nonexistent' })('device', 'list')
  assert.deepEqual([none.code, /operator\.token is not there/.test(none.err)], [3, true])
})

test('a request whose answer was lost is sent again with the same key, and done once', async () => {
  let dropped = 0
  const keys: unknown[] = []
  // Takes each changing request to the server, and drops the first answer.
  const proxy = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const { host: _, connection: __, 'content-length': ___, 'transfer-encoding': ____, ...headers } = request.headers
    const body = request.method === 'GET' ? undefined : Buffer.concat(chunks)
    const answer = await fetch(server.url + request.url, {
      method: request.method!,
      headers: headers as Record<string, string>,
      ...(body && { body }),
    })
    const text = await answer.text()
    if (request.method === 'POST') keys.push(request.headers['idempotency-key'])
    if (request.method === 'POST' && dropped === 0) {
      dropped += 1
      request.socket.destroy()
      return
    }
    response.writeHead(answer.status, { 'content-type': 'application/json' }).end(text)
  }).listen(0, '127.0.0.1')
  await new Promise((resolve) => proxy.once('listening', resolve))
  try {
    const { port } = proxy.address() as AddressInfo
    const { code, out, err } = await muster(
      '--server',
      `http://127.0.0.1:${port}`,
      'group',
      'create',
      'Once',
      '--id',
      'once',
    )
    assert.deepEqual([code, out], [0, 'Created the group once\n'], err)
    assert.deepEqual([keys.length, keys[0] === keys[1], dropped], [2, true, 1])
  } finally {
    proxy.closeAllConnections()
    proxy.close()
  }
})

test('waiting ends with 4 when the time is over, and Ctrl-C leaves the action running and says how to stop it', async () => {
  const timed = await muster('act', 'dhcprenew', '--ids', 'pc-2', '--timeout', '0.3', '--yes')
  assert.equal(timed.code, 4)
  assert.match(timed.err, /The action goes on/)
  const watching = startCli(['act', 'fetch_agent_log', '--ids', 'pc-1', '--yes'], environment)
  await waitUntil('it waits', () => watching.said.err.includes('1 queued'))
  watching.child.kill('SIGINT')
  const { code, err } = await watching.ended
  assert.equal(code, 130)
  const id = /muster action cancel (\S+)/.exec(err)![1]!
  assert.equal(JSON.parse((await muster('action', 'show', id, '--json')).out).state, 'waiting')
  assert.deepEqual(await muster('action', 'cancel', id), { code: 0, out: '1 cancelled, 0 asked to stop\n', err: '' })
  assert.match((await muster('action', 'show', id)).out, /state +cancelled\n/)
})

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

test('a reader that goes away is no error', async () => {
  const running = startCli(['device', 'list'], environment)
  running.child.stdout!.destroy()
  const { code, err } = await running.ended
  assert.deepEqual([code, err], [0, ''])
})

test('wherever devices can be filtered, the help names every key, with its words or what it means', async () => {
  for (const words of [['device', 'list'], ['device', 'export'], ['act']]) {
    const { out } = await muster(...words, '--help')
    const listed = out.slice(out.indexOf('\nFilter keys:\n'))
    for (const key of Object.keys(DeviceFilter.properties)) assert.match(listed, new RegExp(`\n  ${key} +\\w`))
    assert.match(listed, /\n {2}q +text in the device id, .*host name/)
    assert.match(listed, /\n {2}os +any of windows, mac, linux/)
  }
})

test('every command has help with an example', async () => {
  const walk = async (words: string[]): Promise<void> => {
    const { code, out } = await muster(...words, '--help')
    assert.equal(code, 0)
    const listed = /\nCommands:\n([\s\S]*?)\n\n/.exec(`${out}\n\n`)?.[1] ?? ''
    const subcommands = [...listed.matchAll(/^ {2}([a-z-]+)/gm)]
      .map(([, name]) => name!)
      .filter((name) => name !== 'help')
    if (subcommands.length === 0) assert.match(out, /\nExamples:\n {2}muster|\nExamples:\n {2}cut/, words.join(' '))
    await Promise.all(subcommands.map((name) => walk([...words, name])))
  }
  await walk([])
})
