import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { makeAgentProcess } from '../fleet/support/agent-process.ts'
import { enrolFake, fakeInventory, helloOf, openSocket } from '../fleet/support/fake-agent.ts'
import { cliOf, type RunCli } from '../support/cli.ts'
import { waitUntil } from '../support/embedded-server.ts'
import { startWholeServer, type WholeServer } from '../support/whole-server.ts'

let server: WholeServer
let muster: RunCli

before(async () => {
  server = await startWholeServer()
  muster = cliOf({ MUSTER_URL: server.url, MUSTER_TOKEN: server.operatorToken })
})

after(() => server.close())

async function makeToken(): Promise<string> {
  return JSON.parse((await muster('enrol-token', 'create', '--json')).out).token
}

const inventoryOf = (name: string) =>
  fakeInventory({
    hostname: name,
    hardware: {
      virtual: false,
      evidence: [{ kind: 'board_serial', hash: Buffer.from(name).toString('hex').padEnd(32, '0') }],
    },
  })

test('an operator sees copies of devices, says which is which, and sees what became of deleted devices’ agents', async () => {
  const agent = await enrolFake(server.url, await makeToken(), { inventory: inventoryOf('original') })
  const deviceId = agent.identity.device_id
  assert.equal((await muster('duplicate', 'list')).out, 'No duplicates that wait for a decision.\n')
  const socket = await openSocket(server.url)
  const { nonce } = await socket.next('challenge')
  socket.send(helloOf(agent, nonce, { inventory: inventoryOf('copy') }))
  await socket.next('refused')
  const listed = await muster('duplicate', 'list')
  assert.match(listed.out, /DUPLICATE .*KNOWN .*NEWCOMER/)
  assert.match(listed.out, new RegExp(`${deviceId} .* hello +original .*copy .*open`))
  assert.match((await muster('device', 'list', '--filter', 'status=quarantined')).out, new RegExp(deviceId))

  const [{ duplicate_id }] = JSON.parse((await muster('duplicate', 'list', '--json')).out)
  for (const wrong of [[], ['--same', '--keep', 'known'], ['--keep', 'both']]) {
    assert.notEqual((await muster('duplicate', 'resolve', duplicate_id, ...wrong)).code, 0, wrong.join(' '))
  }
  const resolved = await muster('duplicate', 'resolve', duplicate_id, '--same')
  assert.deepEqual([resolved.code, resolved.out], [0, `${deviceId} is the machine copy, with other hardware.\n`])
  assert.equal((await muster('duplicate', 'resolve', duplicate_id, '--same')).code, 1)
  assert.match((await muster('duplicate', 'list', '--all')).out, /resolved: same/)

  await muster('act', 'delete', '--ids', deviceId, '--yes')
  assert.match((await muster('uninstall', 'list')).out, new RegExp(`${deviceId} +original +1 +\\S+Z +waiting`))
})

test('a real agent that is told apart makes a key of its own, enrols and goes on as another device', async (t) => {
  const agent = await makeAgentProcess()
  t.after(() => agent.remove())
  assert.equal((await agent.enrol(server.url, await makeToken())).code, 0)
  const deviceId = await agent.deviceId()
  // As if another machine had been first, and then this one: its agent says nothing of its hardware, so its starts
  // tell it apart.
  writeFileSync(join(agent.stateDirectory, 'last-run'), 'an-earlier-one')
  const { rows } = await server.services.pool.query(
    `insert into duplicate (account_id, duplicate_id, device_key, found_at, found_by, former_status, known_hardware,
       known_run, newcomer_hardware, newcomer_run, newcomer_hostname, newcomer_peer)
     select account_id, gen_random_uuid(), device_key, now(), 'turns', base_status, '{}', 'another', '{}', 'an-earlier-one', 'copy', ''
     from device where device_id = $1 returning duplicate_id`,
    [deviceId],
  )
  agent.start()
  await waitUntil('it is kept out', async () => /Another machine passes for/.test(agent.said.join('')))
  assert.equal((await muster('duplicate', 'resolve', rows[0].duplicate_id, '--keep', 'known')).code, 0)
  const own = async () => {
    const { output } = await agent.program('status', '--json')
    const { device_id, connection } = JSON.parse(output)
    return connection?.connected === true && device_id !== deviceId ? (device_id as string) : undefined
  }
  await waitUntil('it is a device of its own', async () => (await own()) !== undefined)
  const [duplicate] = JSON.parse((await muster('duplicate', 'list', '--all', '--json')).out)
  assert.deepEqual([duplicate.state, duplicate.separated_as], ['resolved', await own()])
})
