import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { connect, enrolFake, takeCommand } from '../fleet/support/fake-agent.ts'
import { cliOf, type RunCli } from '../support/cli.ts'
import { waitUntil } from '../support/embedded-server.ts'
import { startServerProcess, type TestServerProcess } from '../support/server-process.ts'

let server: TestServerProcess
let muster: RunCli
const readJson = async (...words: string[]) => JSON.parse((await muster(...words, '--json')).out)

before(async () => {
  server = await startServerProcess()
  muster = cliOf({ MUSTER_URL: server.url, MUSTER_TOKEN: server.operatorToken })
})
after(() => server.stop())

test('an action is ordered with a brake, and it is shown that the brake stopped it', async () => {
  const { token } = await readJson('enrol-token', 'create', '--uses', '2')
  const agents = [await enrolFake(server.url, token), await enrolFake(server.url, token)] as const
  const ids = agents.map(({ identity }) => identity.device_id)
  const words = ['--brake', '50%', '--brake-sample', '1', '--yes']
  const { action_id } = await readJson('act', 'dhcprenew', '--ids', ...ids, ...words, '--no-wait')
  assert.match((await muster('action', 'show', action_id)).out, /^brake +50 % of at least 1$/m)
  const socket = await connect(server.url, agents[0])
  const { command_id } = await takeCommand(socket)
  socket.send({ type: 'result', command_id, state: 'failed', reason: 'agent_error' })
  await waitUntil('it is over', async () => (await readJson('action', 'show', action_id)).state === 'terminated')
  socket.cut()
  const { out } = await muster('action', 'show', action_id)
  assert.match(out, /^state +terminated$/m)
  assert.match(out, /^stopped_by +brake$/m)
  assert.match(out, /^brake +50 % of at least 1; tripped \S+Z, 1 of 1 had failed$/m)
  assert.match(out, /terminated .* Too many of the devices that tried failed/)
})

test('a brake that is none is wrong usage', async () => {
  for (const words of [
    ['--brake', '0'],
    ['--brake', '101'],
    ['--brake', 'x'],
    ['--brake-sample', '5'],
  ]) {
    assert.equal((await muster('act', 'dhcprenew', '--ids', 'a', '--yes', ...words)).code, 2, words.join(' '))
  }
})
