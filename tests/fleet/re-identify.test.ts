import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, afterEach, before, beforeEach, test } from 'node:test'
import { questionsDirectory, readOpenQuestions } from '../../packages/agent/src/identify/open-questions.ts'
import { fromLine, toLine } from '../../packages/agent/src/journal/entries.ts'
import { waitUntil } from '../support/embedded-server.ts'
import { createCall, type NativeCall } from '../support/native-client.ts'
import { verifyAudit } from '../support/verify-audit.ts'
import { startWholeServer, type WholeServer } from '../support/whole-server.ts'
import { openWireClient, type WireClient, type WireEntry } from '../support/wire-client.ts'
import { type AgentProcess, makeAgentProcess } from './support/agent-process.ts'
import { readZip } from './support/read-zip.ts'

let server: WholeServer
let wire: WireClient
let call: NativeCall
let agent: AgentProcess
let deviceId: string

before(async () => {
  server = await startWholeServer()
  wire = await openWireClient(server)
  call = createCall(server.url, server.operatorToken)
})

after(() => server.close())

beforeEach(async () => {
  const fields = [
    { name: 'name', label: 'Your name', kind: 'text', required: true },
    { name: 'email', label: 'Your e-mail address', kind: 'email', required: false },
  ]
  assert.equal((await call('PUT', '/identity-fields', { asked_by: 'Example Ltd', fields })).status, 200)
  agent = await makeAgentProcess()
  const { body } = await call('POST', '/enrolment-tokens', {})
  const { code, errors } = await agent.enrol(server.url, body.token)
  assert.equal(code, 0, errors)
  agent.start()
  deviceId = await agent.deviceId()
  await waitUntil('it is online', async () => (await device()).online)
})

afterEach(() => agent.remove())

const device = async () => (await call('GET', `/devices/${deviceId}`)).body
const identify = (...words: string[]) => agent.program('identify', ...words)

/** As the agent noted it: a look that costs no process. */
const countAsked = () => readOpenQuestions([join(agent.stateDirectory, questionsDirectory)]).length

async function askedNow(): Promise<{ command_id: string; link: string; question: object }[]> {
  const { code, output, errors } = await identify('--json')
  const { asked } = JSON.parse(output)
  assert.equal(code, asked.length > 0 ? 2 : 0, errors)
  return asked
}

/** Asks by the wire API, and waits until the agent does. */
async function ask(): Promise<{ actionId: string; link: string; commandId: string }> {
  assert.equal((await wire.act({ types: 're-identify', ids: [deviceId] }))[0]!.status, 1)
  const { items } = (await call('GET', '/actions?limit=1')).body
  await waitUntil('the agent asks', () => countAsked() > 0)
  const [{ link, command_id }] = (await askedNow()) as [Awaited<ReturnType<typeof askedNow>>[0]]
  return { actionId: items[0].action_id, link, commandId: command_id }
}

async function untilState(actionId: string, state: string) {
  const targets = async () => (await call('GET', `/actions/${actionId}/targets`)).body.items
  await waitUntil(`it is ${state}`, async () => (await targets())[0].state === state)
  return (await targets())[0]
}

test('asked by the wire API and answered by a command, a device shows who uses it; the audit log tells that, not who', async () => {
  const { actionId, commandId } = await ask()
  await untilState(actionId, 'running')
  const unfit = await identify('--answer', 'name=', 'email=nobody')
  assert.equal(unfit.code, 1)
  assert.match(unfit.output, /name needs an answer\nemail must be an e-mail address/)
  const unfitJson = await identify('--json', '--answer', 'email=nobody')
  assert.deepEqual(
    [unfitJson.code, JSON.parse(unfitJson.output).errors.map(({ field }: { field: string }) => field)],
    [1, ['name', 'email']],
  )
  const answered = await identify('--json', '--answer', 'name=Ada Lovelace', 'email=ada@example.com')
  assert.deepEqual([answered.code, JSON.parse(answered.output)], [0, { answered: commandId }])
  const { result } = await untilState(actionId, 'succeeded')
  assert.deepEqual(result, { answered: ['name', 'email'] })
  assert.deepEqual((await device()).user_identity, { name: 'Ada Lovelace', email: 'ada@example.com' })
  const entries = await verifyAudit(server)
  const identified = entries.filter(({ event, action_id }) => event === 'device.identified' && action_id === actionId)
  assert.deepEqual(
    identified.map(({ details }) => details),
    [{ count: 1, fields: ['name', 'email'], commands: [commandId] }],
  )
  assert.doesNotMatch(JSON.stringify(entries), /Lovelace|ada@/)
})

test('answered on the page, it reaches the server, and neither logs nor the log bundle hold the answer or the link', async () => {
  const { actionId, link } = await ask()
  const page = await fetch(link)
  assert.equal(page.status, 200)
  assert.match(await page.text(), /Example Ltd asks who uses this device/)
  const sent = await fetch(link, { method: 'POST', body: new URLSearchParams({ name: 'Grace Hopper' }) })
  assert.equal(sent.status, 200, await sent.text())
  await untilState(actionId, 'succeeded')
  assert.deepEqual((await device()).user_identity, { name: 'Grace Hopper' })

  const [{ command_id }] = (await wire.act({ types: 'fetch_agent_log', ids: [deviceId] })) as [WireEntry]
  let zip: Response | undefined
  await waitUntil('the bundle is there', async () => {
    zip = await wire.get(`/o/api/v3.1/get_reports?type=agent_log&command_id=${command_id}`)
    return zip.headers.get('content-type') === 'application/zip'
  })
  const files = await readZip(Buffer.from(await zip!.arrayBuffer()))
  const told = [...files.values()].join('') + agent.said.join('') + server.logged.join('')
  assert.match(told, /asks who uses this device/)
  assert.doesNotMatch(told, /Hopper/)
  assert.ok(!told.includes(new URL(link).pathname.slice(1)))
})

test('where nothing is asked, identify says so and ends with 0', async () => {
  const { code, output } = await identify()
  assert.equal(code, 0)
  assert.match(output, /Nothing is asked/)
  assert.deepEqual(await askedNow(), [])
})

test('where there is no terminal, it says how to answer and ends with 2; --link tells the page', async () => {
  const { link } = await ask()
  const { code, output } = await identify()
  assert.deepEqual([code, /--answer/.test(output)], [2, true])
  assert.equal((await identify('--link')).output.trim(), link)
})

test('a cancelled question is asked no more, and its page is gone', async () => {
  const { actionId, link } = await ask()
  await call('POST', `/actions/${actionId}/cancel`)
  await untilState(actionId, 'cancelled')
  await waitUntil('the page is gone', async () => (await fetch(link).catch(() => undefined)) === undefined)
  assert.deepEqual(await askedNow(), [])
})

test('a question that nobody answers in the time of the request is asked no more', async () => {
  const order = { type: 're-identify', devices: { ids: [deviceId] }, finish_within: 60 }
  const { body, text } = await call('POST', '/actions', order)
  assert.equal(body?.targets?.[0]?.state, 'queued', text)
  await waitUntil('the agent asks', () => countAsked() > 0)
  // As though the minute had gone by: the journal says when it was accepted.
  await agent.kill('SIGKILL')
  const journal = join(agent.stateDirectory, 'journal.log')
  const entries = readFileSync(journal, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => fromLine(line)!)
  assert.equal(entries[0]!.entry === 'accepted' && entries[0]!.finish_within, 60)
  const earlier = entries.map((entry) => (entry.entry === 'accepted' ? { ...entry, at: entry.at - 61 } : entry))
  writeFileSync(journal, earlier.map(toLine).join(''))
  agent.start()
  const { reason, message } = await untilState(body.action_id, 'failed')
  assert.deepEqual([reason, message], ['finish_deadline', 'Nobody answered in time.'])
  assert.equal(countAsked(), 0)
})

for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
  test(`an agent that was stopped by ${signal} asks the same again, under a new link`, async () => {
    const { actionId, link, commandId } = await ask()
    await agent.kill(signal)
    assert.deepEqual(await askedNow(), [])
    agent.start()
    await waitUntil('it asks again', () => countAsked() > 0)
    const [again] = (await askedNow()) as [Awaited<ReturnType<typeof askedNow>>[0]]
    assert.equal(again.command_id, commandId)
    assert.notEqual(again.link, link)
    assert.equal((await identify('--answer', 'name=Ada')).code, 0)
    await untilState(actionId, 'succeeded')
    assert.deepEqual((await device()).user_identity, { name: 'Ada' })
  })
}

test('questions that wait for a person hold up no other work', async () => {
  for (const name of ['a', 'b', 'c', 'd', 'e']) {
    const fields = [{ name, label: name, kind: 'text', required: true }]
    assert.equal((await call('PUT', '/identity-fields', { fields })).status, 200)
    assert.equal((await wire.act({ types: 're-identify', ids: [deviceId] }))[0]!.status, 1)
  }
  await waitUntil('all are asked', () => countAsked() === 5)
  await wire.act({ types: 'fetch_agent_log', ids: [deviceId] })
  const { items } = (await call('GET', '/actions?limit=1')).body
  await untilState(items[0].action_id, 'succeeded')
})

test('the answer goes from the journal once the server has it and the agent starts anew', async () => {
  const { actionId } = await ask()
  assert.equal((await identify('--answer', 'name=Katherine Johnson')).code, 0)
  await untilState(actionId, 'succeeded')
  const journal = () => readFileSync(join(agent.stateDirectory, 'journal.log'), 'utf8')
  await waitUntil('the agent knows that it is stored', () => /"entry":"stored"/.test(journal()))
  await agent.kill('SIGTERM')
  agent.start()
  await waitUntil('it is online', async () => (await device()).online && !journal().includes('Katherine'))
})
