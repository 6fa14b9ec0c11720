import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import { parseCommandStatement } from '@muster/core/agent/command-statement.ts'
import type { IdentityQuestion } from '@muster/core/identity/identity-question.ts'
import { createCall, type NativeCall } from '../support/native-client.ts'
import { verifyAudit } from '../support/verify-audit.ts'
import { startWholeServer, type WholeServer } from '../support/whole-server.ts'
import { openWireClient, type WireClient } from '../support/wire-client.ts'
import { connect, enrolFake, type FakeAgent, takeCommand } from './support/fake-agent.ts'

let server: WholeServer
let wire: WireClient
let call: NativeCall
let agent: FakeAgent
let deviceId: string
let socket: Awaited<ReturnType<typeof connect>>

const fields = [
  { name: 'name', label: 'Your name', kind: 'text', required: true },
  { name: 'site', label: 'Where you work', kind: 'choice', required: false, choices: ['Berlin', 'Lyon'] },
  { name: 'desk', label: 'Desk', kind: 'number', required: false },
]

before(async () => {
  server = await startWholeServer()
  wire = await openWireClient(server)
  call = createCall(server.url, server.operatorToken)
})

after(() => server.close())

beforeEach(async () => {
  assert.equal((await call('PUT', '/identity-fields', { asked_by: 'Example Ltd', fields })).status, 200)
  agent = await newAgent()
  deviceId = agent.identity.device_id
  socket = await connect(server.url, agent)
})

async function newAgent(): Promise<FakeAgent> {
  const { body } = await call('POST', '/enrolment-tokens', {})
  return enrolFake(server.url, body.token)
}

async function ask(id = deviceId): Promise<void> {
  assert.deepEqual(await wire.act({ types: 're-identify', ids: [id] }), [{ id, status: 1, command_id: '' }])
}

/** What the device is asked, as it was signed. */
async function takeQuestion() {
  const command = await takeCommand(socket)
  const { params, action_id } = parseCommandStatement(command.statement)!
  return { commandId: command.command_id, actionId: action_id, question: params.question as IdentityQuestion }
}

async function answer(commandId: string, identity: unknown, state = 'succeeded') {
  socket.send({ type: 'result', command_id: commandId, state, data: { identity } })
  await socket.next('stored')
}

const device = async () => (await call('GET', `/devices/${deviceId}`)).body
const command = async (commandId: string) => (await call('GET', `/commands/${commandId}`)).body

test('what was signed is asked, and a fitting answer becomes the device’s identity, with its history', async () => {
  assert.equal((await device()).user_identity, null)
  await ask()
  const first = await takeQuestion()
  assert.deepEqual(first.question, {
    asked_by: 'Example Ltd',
    purpose: 'To know who uses this device.',
    fields,
  })
  await answer(first.commandId, { name: ' Ada Lovelace ', site: 'Lyon', desk: 12 })
  const identity = { name: 'Ada Lovelace', site: 'Lyon', desk: 12 }
  assert.deepEqual((await device()).user_identity, identity)

  await ask()
  const second = await takeQuestion()
  await answer(second.commandId, { name: 'Grace Hopper' })
  const { user_identity, identities } = await device()
  assert.deepEqual(user_identity, { name: 'Grace Hopper' })
  assert.deepEqual(
    identities.map((one: { action_id: string; user_identity: object }) => [one.action_id, one.user_identity]),
    [
      [second.actionId, { name: 'Grace Hopper' }],
      [first.actionId, identity],
    ],
  )
})

test('the audit log and the command tell which fields were answered, and no value is in either', async () => {
  await ask()
  const { commandId, actionId } = await takeQuestion()
  await answer(commandId, { name: 'Katherine Johnson', desk: 424242 })
  const { state, result } = await command(commandId)
  assert.deepEqual([state, result], ['succeeded', { answered: ['name', 'desk'] }])
  const entries = (await verifyAudit(server)).filter((entry) => entry.action_id === actionId)
  assert.deepEqual(
    entries.map(({ event, channel, details }) => [event, channel, details?.fields]),
    [
      ['action.applied', 'oauth_api', undefined],
      ['device.identified', 'agent', ['name', 'desk']],
      ['command.ended', 'agent', undefined],
    ],
  )
  const byDevice = await call('GET', `/audit?device_id=${deviceId}&event=device.identified`)
  assert.equal(byDevice.body.items.length, 1)
  const everything = JSON.stringify(await verifyAudit(server)) + server.logged.join('')
  assert.doesNotMatch(everything, /Katherine|424242/)
})

const unfit: [string, unknown, RegExp][] = [
  ['without a required field', { site: 'Lyon' }, /"name" needs an answer/],
  ['with a choice that is none', { name: 'A', site: 'Paris' }, /"site" must be one of/],
  ['with a field that was not asked for', { name: 'A', role: 'admin' }, /"role" is not asked for/],
  ['that is no record', ['A'], /no answers/],
  ['that is not there', undefined, /no answers/],
  ['with a number as text', { name: 'A', desk: '12' }, /"desk" must be a number/],
]
for (const [what, identity, message] of unfit) {
  test(`an answer ${what} fails the command, truthfully, and nothing of it is kept`, async () => {
    await ask()
    const { commandId } = await takeQuestion()
    await answer(commandId, identity)
    const ended = await command(commandId)
    assert.deepEqual([ended.state, ended.reason, ended.result], ['failed', 'answer_refused', null])
    assert.match(ended.message, message)
    const { user_identity, identities } = await device()
    assert.deepEqual([user_identity, identities], [null, []])
  })
}

test('what is asked stays as it was signed when the account changes its fields, and new fields are a new question', async () => {
  await ask()
  const old = await takeQuestion()
  await call('PUT', '/identity-fields', { fields: [{ name: 'badge', label: 'Badge', kind: 'text', required: true }] })
  await ask()
  const fresh = await takeQuestion()
  assert.notEqual(fresh.commandId, old.commandId)
  assert.equal(fresh.question.fields[0]!.name, 'badge')
  await answer(old.commandId, { name: 'Ada' })
  assert.deepEqual((await device()).user_identity, { name: 'Ada' })
  await answer(fresh.commandId, { name: 'Ada' })
  assert.equal((await command(fresh.commandId)).reason, 'answer_refused')
})

test('the same question, while it waits, is asked once', async () => {
  await ask()
  const { commandId } = await takeQuestion()
  const [again] = (await call('POST', '/actions', { type: 're-identify', devices: { ids: [deviceId] } })).body.targets
  assert.deepEqual([again.state, again.reason, again.command_id], ['no_op', 'already_pending', commandId])
})

test('an answer beyond the end of its command is kept nowhere', async () => {
  await ask()
  const { commandId, actionId } = await takeQuestion()
  await call('POST', `/actions/${actionId}/cancel`)
  socket.send({ type: 'result', command_id: commandId, state: 'cancelled' })
  await socket.next('stored')
  await answer(commandId, { name: 'Mallory' })
  const ended = await command(commandId)
  assert.equal(ended.state, 'cancelled')
  assert.doesNotMatch(JSON.stringify([ended, await device()]), /Mallory/)
})

test('devices are found by what their users answered, and not by the names of the fields', async () => {
  await ask()
  const { commandId } = await takeQuestion()
  await answer(commandId, { name: 'Hedy Lamarr' })
  const found = async (q: string) =>
    (await call('GET', `/devices?q=${q}`)).body.items.map((one: { device_id: string }) => one.device_id)
  assert.deepEqual(await found('lamarr'), [deviceId])
  assert.deepEqual(await found('Hedy%20L'), [deviceId])
  assert.deepEqual(await found('"name"'), [])
})

test('with the device goes what is known of its users', async () => {
  await ask()
  const { commandId } = await takeQuestion()
  await answer(commandId, { name: 'Gone' })
  await wire.act({ types: 'delete', ids: [deviceId] })
  const { rows } = await server.services.pool.query(
    `select r.user_identity, (select count(*)::integer from device_identity i where i.device_key = d.device_key) as kept
     from device d join device_record r using (account_id, device_key) where d.device_id = $1`,
    [deviceId],
  )
  assert.deepEqual(rows, [{ user_identity: null, kept: 0 }])
})

test('many answers that come at once are one set, and each device gets its own', async () => {
  const agents = await Promise.all(Array.from({ length: 12 }, newAgent))
  const sockets = await Promise.all(agents.map((one) => connect(server.url, one)))
  const ids = agents.map(({ identity }) => identity.device_id)
  await wire.act({ types: 're-identify', ids })
  const commands = await Promise.all(sockets.map(takeCommand))
  for (const [index, each] of sockets.entries()) {
    const data = { identity: { name: `User ${index}` } }
    each.send({ type: 'result', command_id: commands[index]!.command_id, state: 'succeeded', data })
  }
  await Promise.all(sockets.map((each) => each.next('stored')))
  for (const [index, id] of ids.entries()) {
    assert.deepEqual((await call('GET', `/devices/${id}`)).body.user_identity, { name: `User ${index}` })
  }
})

test('a caller cannot say the question', async () => {
  const question = { asked_by: 'Phisher', purpose: 'Your password.', fields }
  await call('POST', '/actions', { type: 're-identify', params: { question }, devices: { ids: [deviceId] } })
  assert.equal((await takeQuestion()).question.asked_by, 'Example Ltd')
})

test('fields are replaced as a whole, audited, and refused with the place of each fault', async () => {
  const bad = await call('PUT', '/identity-fields', {
    fields: [
      { name: 'a', label: 'A', kind: 'choice', required: true },
      { name: 'a', label: 'B', kind: 'text', required: true },
    ],
  })
  assert.equal(bad.status, 400)
  assert.deepEqual(
    bad.body.error.errors.map(({ field }: { field: string }) => field),
    ['fields.0.choices', 'fields.1.name'],
  )
  assert.deepEqual((await call('GET', '/identity-fields')).body.fields, fields)
  const one = { name: 'a', label: 'A', kind: 'text', required: false }
  assert.equal((await call('PUT', '/identity-fields', { fields: [one], purpose: 'Why not.' })).status, 200)
  const { asked_by, purpose, fields: now } = (await call('GET', '/identity-fields')).body
  assert.deepEqual([asked_by, purpose, now], ['Default account', 'Why not.', [one]])
  const { items } = (await call('GET', '/audit?event=identity_fields.changed&limit=1')).body
  assert.deepEqual(items[0].details, { asked_by, purpose, fields: [one] })
  for (const body of [{ fields: [] }, {}, { fields: [one], extra: 1 }, [one]]) {
    assert.equal((await call('PUT', '/identity-fields', body)).status, 400, JSON.stringify(body))
  }
})
