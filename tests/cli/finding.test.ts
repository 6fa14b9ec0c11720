import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { enrolScanner, finding, type ScanningAgent, scanReport, sha256Of } from '../fleet/support/scanning-agent.ts'
import { cliOf, type RunCli } from '../support/cli.ts'
import { startServerProcess, type TestServerProcess } from '../support/server-process.ts'

let server: TestServerProcess
let agent: ScanningAgent
let muster: RunCli
const sha256 = sha256Of('found by the command line')
const readJson = async (...words: string[]) => JSON.parse((await muster(...words, '--json')).out)

before(async () => {
  server = await startServerProcess()
  muster = cliOf({ MUSTER_URL: server.url, MUSTER_TOKEN: server.operatorToken })
  agent = await enrolScanner(server.url, (await readJson('enrol-token', 'create')).token, 'laptop')
})
after(async () => {
  agent.socket.cut()
  await server.stop()
})

test('findings are listed as a table and as JSON, and each filter is the API’s', async () => {
  assert.deepEqual(await muster('finding', 'list'), { code: 0, out: 'No findings.\n', err: '' })
  const { action_id } = await readJson('act', 'scan_threats', '--ids', agent.deviceId, '--yes', '--no-wait')
  await agent.finish(
    scanReport([
      finding({ sha256, path: '/home/a/evil\u001b[31m', area: 'path', signature: 'Cli.Test' }),
      finding({ sha256: undefined as never, path: '/gone', signature: 'Cli.Unread' }),
    ]),
  )
  const { code, out } = await muster('finding', 'list')
  assert.equal(code, 0)
  assert.match(out, /^SHA-256 +DEVICES +FIRST SEEN +LAST SEEN +SIGNATURE\n/)
  assert.match(out, new RegExp(`^${sha256}  1  +\\S+Z  \\S+Z  Cli\\.Test$`, 'm'))
  assert.match(out, /^- {64} {1}1 .* Cli\.Unread$/m)
  const signatures = async (...words: string[]) =>
    (await readJson('finding', 'list', ...words)).map(({ signature }: { signature: string }) => signature)
  assert.deepEqual(await signatures('--hash', sha256.toUpperCase()), ['Cli.Test'])
  assert.deepEqual(await signatures('--signature', 'Cli.Unread'), ['Cli.Unread'])
  assert.deepEqual(await signatures('--hash-prefix', sha256.slice(0, 6).toUpperCase()), ['Cli.Test'])
  assert.deepEqual(await signatures('--signature-part', 'li.unr'), ['Cli.Unread'])
  assert.deepEqual(await signatures('--path-part', 'HOME/A'), ['Cli.Test'])
  assert.equal((await signatures('--device', agent.deviceId)).length, 2)
  assert.equal((await signatures('--action', action_id, '--within', '1h')).length, 2)
  assert.deepEqual(await signatures('--device', 'nobody'), [])
  const first = await muster('finding', 'list', '--limit', '1')
  assert.match(first.err, /more than 1; see --limit/)
})

test('the devices of a hash are listed with where it was, and its path cannot steer the terminal', async () => {
  const { out } = await muster('finding', 'devices', sha256)
  assert.match(out, /^DEVICE +HOST +FIRST SEEN +LAST SEEN +AREA +PATH\n/)
  assert.match(out, new RegExp(`^${agent.deviceId}  laptop .* path  /home/a/evil\ufffd\\[31m$`, 'm'))
  const [unread] = await readJson('finding', 'devices', '--signature', 'Cli.Unread')
  assert.deepEqual([unread.device_id, unread.path], [agent.deviceId, '/gone'])
  assert.deepEqual((await muster('finding', 'devices', sha256Of('nobody'))).out, 'No device has it.\n')
})

test('a hash that is none, and nothing at all, end with 2', async () => {
  for (const words of [['list', '--hash', 'abc'], ['devices', 'abc'], ['devices']]) {
    const { code, err } = await muster('finding', ...words)
    assert.equal(code, 2, err)
  }
})
