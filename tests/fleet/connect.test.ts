import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { waitUntil } from '../support/embedded-server.ts'
import { type AgentServer, startAgentServer } from './support/agent-server.ts'
import { connect, enrolFake, takeCommand } from './support/fake-agent.ts'

let server: AgentServer

before(async () => {
  server = await startAgentServer()
})

after(() => server.close())

test('an agent that is connected gets a command at once, and its result is stored and acknowledged', async () => {
  const agent = await enrolFake(server.base, await server.makeToken())
  const socket = await connect(server.base, agent)
  const { actionId } = await server.act('dhcprenew', [agent.identity.device_id])
  const command = await takeCommand(socket)
  assert.equal(command.device_id, agent.identity.device_id)
  socket.send({ type: 'accepted', command_id: command.command_id })
  await waitUntil('it is accepted', async () => (await server.commands(actionId))[0]!.state === 'accepted')
  socket.send({ type: 'progress', command_id: command.command_id, percent: 40 })
  socket.send({ type: 'result', command_id: command.command_id, state: 'succeeded', data: { interfaces: 1 } })
  assert.deepEqual((await socket.next('stored')).command_ids, [command.command_id])
  const [seen] = await server.commands(actionId)
  assert.equal(seen!.state, 'succeeded')
  assert.equal(seen!.open, false)
  assert.equal(seen!.progress, 40)
  assert.deepEqual(seen!.result, { interfaces: 1 })
  const [entry] = (await server.audited('command.ended')).slice(-1)
  assert.equal(entry!.action_id, actionId)
})
