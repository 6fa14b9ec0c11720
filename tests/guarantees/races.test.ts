import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { connect, enrolFake, type FakeAgent, fakeInventory } from '../fleet/support/fake-agent.ts'
import { waitUntil } from '../support/embedded-server.ts'
import { createCall, type NativeCall } from '../support/native-client.ts'
import { chooseSeed, randomFrom } from '../support/random.ts'
import { verifyAudit } from '../support/verify-audit.ts'
import { startWholeServer, type WholeServer } from '../support/whole-server.ts'
import { openWireClient, type WireClient } from '../support/wire-client.ts'

const agentCount = 20
const rounds = 15
const groups = ['north', 'south', 'east']
const seed = chooseSeed()

let server: WholeServer
let client: WireClient
let operator: NativeCall

before(async () => {
  console.log(`MUSTER_TEST_SEED=${seed}`)
  server = await startWholeServer()
  client = await openWireClient(server)
  operator = createCall(server.url, server.operatorToken)
  for (const group_id of [...groups, 'token-group']) await operator('POST', '/groups', { group_id, name: group_id })
})

after(() => server.close())

async function enrolMany(count: number): Promise<FakeAgent[]> {
  const { token } = (await operator('POST', '/enrolment-tokens', { uses: count })).body
  return Promise.all(Array.from({ length: count }, () => enrolFake(server.url, token)))
}

async function readGroups(): Promise<Map<string, string>> {
  const { rows } = await server.services.pool.query<{ device_id: string; group_id: string }>(
    'select device_id, group_id from device join device_group using (account_id, group_key)',
  )
  return new Map(rows.map(({ device_id, group_id }) => [device_id, group_id]))
}

test('check-ins and enrolments that race assign_to_group on every device reverse none of it', async () => {
  const agents = await enrolMany(agentCount)
  const ids = agents.map(({ identity }) => identity.device_id)
  const { token } = (await operator('POST', '/enrolment-tokens', { uses: 10_000, group_id: 'token-group' })).body
  let done = false
  let checkIns = 0
  const reported = new Map<string, string>()

  /** Reports something new without a pause; now and then the device enrols anew, with a token bound to another group. */
  async function pester(agent: FakeAgent, index: number): Promise<void> {
    const random = randomFrom(seed + index)
    let current = agent
    let socket = await connect(server.url, current)
    while (!done) {
      const hostname = `host-${index}-${checkIns}`
      const version = random.pick(['0.1.0', '0.1.1', '0.2.0'])
      socket.send({
        type: 'inventory',
        agent: { name: 'muster', version, abilities: ['fetch_agent_log'] },
        inventory: fakeInventory({ hostname }),
      })
      socket.send({ type: 'heartbeat' })
      await socket.next('heartbeat')
      reported.set(agent.identity.device_id, hostname)
      checkIns += 1
      if (random.below(40) > 0) continue
      current = await enrolFake(server.url, token, { hwid: agent.hwid })
      assert.equal(current.identity.device_id, agent.identity.device_id)
      socket = await connect(server.url, current)
      reported.delete(agent.identity.device_id)
    }
    socket.cut()
  }

  const pestering = Promise.all(agents.map(pester))
  try {
    for (let round = 0; round < rounds; round += 1) {
      const group_id = groups[round % groups.length]!
      const entries = await client.act({ types: 'assign_to_group', ids, params: { group_id } })
      assert.deepEqual(new Set(entries.map(({ status }) => status)), new Set([1]))
      const found = await readGroups()
      for (const id of ids) assert.equal(found.get(id), group_id, `${id} after round ${round}`)
    }
  } finally {
    done = true
    await pestering
  }
  assert.ok(checkIns > agentCount * 5, `only ${checkIns} check-ins`)
  await waitUntil('the last reports are stored', async () => {
    const { rows } = await server.services.pool.query<{ device_id: string; hostname: string }>(
      'select device_id, hostname from device join device_record using (account_id, device_key)',
    )
    return rows.every(({ device_id, hostname }) => hostname === (reported.get(device_id) ?? hostname))
  })
  const found = await readGroups()
  for (const id of ids) assert.equal(found.get(id), groups[(rounds - 1) % groups.length])
})

test('an action whose devices are deleted while it goes out still ends, each target once', async () => {
  const agents = await enrolMany(agentCount)
  const ids = agents.map(({ identity }) => identity.device_id)
  const sockets = await Promise.all(agents.map((agent) => connect(server.url, agent)))
  for (const { socket, send } of sockets) {
    socket.on('message', (data) => {
      const message = JSON.parse(String(data)) as { type: string; command_id: string }
      if (message.type !== 'command') return
      send({ type: 'accepted', command_id: message.command_id })
      // The answer is for `re-identify`: without a fitting one it fails.
      const answer = { identity: { name: 'Racer' } }
      send({ type: 'result', command_id: message.command_id, state: 'succeeded', data: answer })
    })
  }
  const random = randomFrom(seed)
  // Deleted one by one and in sets, from before the action is applied until after the last result.
  const order = ids.toSorted(() => random.below(3) - 1).slice(0, agentCount / 2)
  const deleting = (async () => {
    while (order.length > 0) {
      const entries = await client.act({ types: 'delete', ids: order.splice(0, 1 + random.below(4)) })
      assert.ok(entries.every(({ status }) => status === 1))
    }
  })()
  const actions = []
  for (const type of ['dhcprenew', 're-identify', 'dhcprenew']) {
    actions.push((await operator('POST', '/actions', { type, devices: { ids } })).body.action_id as string)
  }
  await deleting
  for (const actionId of actions) {
    await waitUntil('the action has ended', async () => {
      const { body } = await operator('GET', `/actions/${actionId}`)
      return body.state === 'done'
    })
    const { body: action } = await operator('GET', `/actions/${actionId}`)
    const { body: targets } = await operator('GET', `/actions/${actionId}/targets?limit=1000`)
    assert.equal(targets.items.length, agentCount)
    const counted: Record<string, number> = {}
    for (const { state } of targets.items as { state: string }[]) counted[state] = (counted[state] ?? 0) + 1
    assert.deepEqual(action.counts, counted)
    const ends = new Set(Object.keys(counted))
    for (const state of ends) {
      assert.ok(['succeeded', 'device_removed', 'not_found', 'no_op'].includes(state), state)
    }
  }
  for (const { cut } of sockets) cut()
})

test('no audit entry of these races is lost or out of place', async () => {
  const entries = await verifyAudit(server)
  const ended = entries.filter(({ event }) => event === 'command.ended')
  const commands = ended.flatMap(({ details }) => details!.commands as string[]).map((line) => line.split(' ')[0])
  assert.ok(commands.length > 0)
  assert.equal(new Set(commands).size, commands.length)
})
