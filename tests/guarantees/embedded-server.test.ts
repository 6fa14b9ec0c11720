import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { enrolFake } from '../fleet/support/fake-agent.ts'
import { waitUntil } from '../support/embedded-server.ts'
import { runJournaledAgent } from '../support/journaled-agent.ts'
import { createCall } from '../support/native-client.ts'
import { type RestartableServer, startRestartableServer } from '../support/restartable-server.ts'
import { verifyAudit } from '../support/verify-audit.ts'
import { openWireClient, readJson } from '../support/wire-client.ts'

// The server as `npm start` runs it, PostgreSQL and all, on a data directory that outlives it.
let server: RestartableServer

before(async () => {
  server = await startRestartableServer({ database: 'embedded' })
})

after(() => server?.close())

const operate = (...args: Parameters<ReturnType<typeof createCall>>) =>
  createCall(server.url, server.operatorToken)(...args)

test('killed right after an answer, it comes back on its data directory with all that it answered', async () => {
  const rounds = 4
  const ids = Array.from({ length: 200 }, (_, index) => `dev-${index}`)
  const devices = ids.map((device_id) => ({ device_id, status: 'compliant', agent_type: 'persistent', os: 'linux' }))
  assert.equal((await operate('POST', '/devices/import', { devices })).status, 200)
  const client = await openWireClient(server)
  for (let round = 0; round < rounds; round += 1) {
    const portion = ids.slice(round * 50, (round + 1) * 50)
    const entries = await client.act({ types: 'exempt', ids: portion })
    assert.ok(entries.every(({ status }) => status === 1))
    await server.kill('SIGKILL')
    await server.start()
    const { body } = await operate('GET', '/devices?status=exempted&limit=1000')
    assert.deepEqual(
      (body.items as { device_id: string }[]).map(({ device_id }) => device_id),
      ids.slice(0, (round + 1) * 50),
    )
  }
  const applied = (await verifyAudit(server)).filter(({ event }) => event === 'action.applied')
  assert.equal(applied.length, rounds)
})

test('what agents say while the database is down is said again, and is stored once', async () => {
  const { token } = (await operate('POST', '/enrolment-tokens', { uses: 10 })).body
  const enrolled = await Promise.all(Array.from({ length: 10 }, () => enrolFake(server.url, token)))
  let mayReport = false
  const agents = enrolled.map((agent) => runJournaledAgent(server.url, agent, { mayReport: () => mayReport }))
  try {
    const client = await openWireClient(server)
    const ids = enrolled.map(({ identity }) => identity.device_id)
    for (let round = 0; round < 3; round += 1) {
      await waitUntil('all are connected', () => agents.every((agent) => agent.isConnected()))
      const entries = await client.act({ types: 'dhcprenew', ids })
      assert.ok(entries.every(({ status, command_id }) => status === 1 && command_id === ''))
      await waitUntil('all are at work', () => agents.every(({ effects }) => effects.size === round + 1))
      const runs = countPostmasters()
      process.kill(postmasterPid(), 'SIGKILL')
      mayReport = true
      // Some twice, and in another order than they were asked.
      for (const agent of [...agents.toReversed(), ...agents.slice(0, 3)]) agent.sayAgain()
      await waitUntil('every result is stored', () => agents.every(({ stored }) => stored.size === round + 1))
      mayReport = false
      await waitUntil('the database was started anew', () => countPostmasters() > runs)
    }
    const { body: actions } = await operate('GET', '/actions?limit=3')
    for (const { state, counts } of actions.items as { state: string; counts: object }[]) {
      assert.deepEqual([state, counts], ['done', { succeeded: ids.length }])
    }
    assert.ok(agents.every(({ effects }) => [...effects.values()].every((times) => times === 1)))
    const ended = (await verifyAudit(server)).filter(({ event }) => event === 'command.ended')
    const commands = ended.flatMap(({ details }) => details!.commands as string[])
    assert.equal(new Set(commands).size, commands.length)
    assert.equal(commands.length, ids.length * 3)
  } finally {
    await Promise.all(agents.map((agent) => agent.stop()))
  }
})

test('a request while the database is down is a 503 in JSON, and the next one is served when it is back', async () => {
  const client = await openWireClient(server)
  process.kill(postmasterPid(), 'SIGKILL')
  const statuses = new Set<number>()
  await waitUntil('it serves again', async () => {
    const answer = await client.post('/o/api/v3.3/devices/action', { types: 'unexempt', ids: ['dev-0'] })
    statuses.add(answer.status)
    await readJson(answer, answer.status)
    return answer.status === 200
  })
  statuses.delete(200)
  assert.deepEqual(
    [...statuses].filter((status) => status !== 503),
    [],
  )
})

/** Process ids of the postmasters, the oldest first, as the log has them. */
function listPostmasters(): number[] {
  const lines = server.output().split('\n')
  return lines.flatMap((line) => {
    if (!line.includes('"pid":') || !/PostgreSQL/.test(line)) return []
    const { pid } = JSON.parse(line) as { pid: number }
    return pid === server.pid ? [] : [pid]
  })
}

const postmasterPid = () => listPostmasters().at(-1)!
const countPostmasters = () => listPostmasters().length
