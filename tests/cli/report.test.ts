import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { type AgentProcess, makeAgentProcess } from '../fleet/support/agent-process.ts'
import { cliOf, type RunCli, startCli } from '../support/cli.ts'
import { waitUntil } from '../support/embedded-server.ts'
import { startServerProcess, type TestServerProcess } from '../support/server-process.ts'

let server: TestServerProcess
let agent: AgentProcess
let muster: RunCli
let environment: NodeJS.ProcessEnv
let deviceId: string

before(async () => {
  server = await startServerProcess()
  environment = { MUSTER_URL: server.url, MUSTER_TOKEN: server.operatorToken }
  muster = cliOf(environment)
  agent = await makeAgentProcess()
  const { token } = JSON.parse((await muster('enrol-token', 'create', '--json')).out)
  const { code, errors } = await agent.enrol(server.url, token)
  assert.equal(code, 0, errors)
  deviceId = await agent.deviceId()
})
after(async () => {
  await agent.remove()
  await server.stop()
})

test('a command waits for its agent; once it runs, the action succeeds and its report is downloaded and checked', async () => {
  const acting = startCli(['act', 'fetch_agent_log', '--ids', deviceId, '--yes', '--json'], environment)
  const listed = async () => JSON.parse((await muster('action', 'list', '--json')).out)
  await waitUntil('the action is there', async () => (await listed()).length === 1)
  const [{ action_id }] = await listed()
  const early = JSON.parse((await muster('action', 'show', action_id, '--json')).out).targets[0]
  const notYet = await muster('report', 'download', early.command_id, '--no-wait')
  assert.deepEqual([notYet.code, /not there yet/.test(notYet.err)], [4, true])
  const file = join(server.directory, 'log.zip')
  const downloading = startCli(['report', 'download', early.command_id, '-o', file], environment)

  agent.start()
  const { code, out, err } = await acting.ended
  assert.equal(code, 0, out + err)
  const { targets } = JSON.parse(out)
  assert.deepEqual([targets[0].state, targets[0].command_id], ['succeeded', early.command_id])

  const downloaded = await downloading.ended
  assert.equal(downloaded.code, 0, downloaded.err)
  const bytes = readFileSync(file)
  assert.equal(bytes.subarray(0, 2).toString(), 'PK')
  assert.ok(downloaded.out.includes(createHash('sha256').update(bytes).digest('hex')))
  const again = await muster('report', 'download', early.command_id, '-o', file)
  assert.deepEqual([again.code, /--force/.test(again.err)], [2, true])
  assert.equal((await muster('report', 'download', early.command_id, '-o', file, '--force')).code, 0)
  assert.equal((await muster('report', 'download', early.command_id.replace(/^.{4}/, 'AAAA'))).code, 1)
  const filtered = JSON.parse((await muster('device', 'list', '--filter', 'online=true', '--json')).out)
  assert.deepEqual(
    filtered.map(({ device_id }: { device_id: string }) => device_id),
    [deviceId],
  )
})

test('a report that does not have the SHA-256 that was announced is not kept', async () => {
  const digest = createHash('sha256').update('what was sent').digest('base64')
  const liar = createServer((request, response) => {
    if (!request.url?.endsWith('/report')) return response.end(JSON.stringify({ state: 'succeeded' }))
    return response.setHeader('repr-digest', `sha-256=:${digest}:`).end('what arrived')
  }).listen(0, '127.0.0.1')
  await new Promise((resolve) => liar.once('listening', resolve))
  try {
    const file = join(server.directory, 'lie.zip')
    const { port } = liar.address() as AddressInfo
    const { code, err } = await muster('--server', `http://127.0.0.1:${port}`, 'report', 'download', 'x', '-o', file)
    assert.deepEqual([code, /SHA-256/.test(err), existsSync(file), existsSync(`${file}.part`)], [1, true, false, false])
  } finally {
    liar.closeAllConnections()
    liar.close()
  }
})

test('a name that a server gives for a report cannot leave the directory', async () => {
  const evil = createServer((request, response) => {
    if (!request.url?.endsWith('/report')) return response.end(JSON.stringify({ state: 'succeeded' }))
    return response.setHeader('content-disposition', 'attachment; filename="../../.evil"').end('x')
  }).listen(0, '127.0.0.1')
  await new Promise((resolve) => evil.once('listening', resolve))
  try {
    const { port } = evil.address() as AddressInfo
    writeFileSync(join(server.directory, 'evil'), 'mine')
    const run = startCli(
      ['--server', `http://127.0.0.1:${port}`, 'report', 'download', 'x'],
      environment,
      '',
      server.directory,
    )
    const { code, err } = await run.ended
    assert.deepEqual([code, /evil is there already/.test(err)], [2, true])
    assert.equal(readFileSync(join(server.directory, 'evil'), 'utf8'), 'mine')
  } finally {
    evil.closeAllConnections()
    evil.close()
  }
})
