import assert from 'node:assert/strict'
import { statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, test } from 'node:test'
import { setImmediate } from 'node:timers/promises'
import { makeScratchDirectory } from '../../../../tests/support/scratch-directory.ts'
import { questionsDirectory, readOpenQuestions } from '../identify/open-questions.ts'
import { fetchQuestion, sendAnswer } from '../identify/question-client.ts'
import { openStateDirectory } from '../state/state-directory.ts'
import type { Job } from './handler.ts'
import { reIdentify } from './re-identify.ts'

const question = {
  asked_by: 'Example',
  purpose: 'To know.',
  fields: [{ name: 'name', label: 'Name', kind: 'text', required: true }],
}

let scratch: Awaited<ReturnType<typeof makeScratchDirectory>>
let logged: string
let abort: AbortController
let notes: Readonly<Record<string, unknown>>[]
let asked: { settle(): void; promise: Promise<void> }

beforeEach(async () => {
  scratch = await makeScratchDirectory()
  logged = ''
  notes = []
  abort = new AbortController()
  asked = newSignal()
})

afterEach(() => scratch.remove())

function newSignal() {
  let settle: () => void = () => undefined
  const promise = new Promise<void>((resolve) => {
    settle = resolve
  })
  return { settle, promise }
}

function jobOf(over: Partial<Job> = {}): Job {
  const write = (message: string, details?: object) => {
    logged += `${message} ${JSON.stringify(details)}\n`
  }
  return {
    id: 'x'.repeat(43),
    params: { question },
    state: openStateDirectory(join(scratch.path, 'state')),
    identity: {} as Job['identity'],
    log: { info: write, warn: write, error: write },
    upload: async () => assert.fail('nothing is uploaded'),
    signal: abort.signal,
    note: undefined,
    keepNote: (note) => void notes.push(note),
    progress: () => asked.settle(),
    ...over,
  }
}

const open = (job: Job) => readOpenQuestions([job.state.file(questionsDirectory)])

test('what was answered is the result, and neither link nor answer is in the log', async () => {
  const job = jobOf()
  const done = reIdentify.run(job)
  await asked.promise
  const [{ link, command_id }] = open(job) as [ReturnType<typeof open>[0]]
  assert.equal(command_id, job.id)
  assert.deepEqual(await fetchQuestion(link), question)
  assert.deepEqual(await sendAnswer(link, { name: 'Ada Lovelace' }), { kind: 'taken' })
  assert.deepEqual(await done, { identity: { name: 'Ada Lovelace' } })
  assert.deepEqual(open(job), [])
  assert.deepEqual(await sendAnswer(link, { name: 'Eve' }), { kind: 'gone' })
  assert.ok(logged.includes(job.id))
  assert.doesNotMatch(logged, /Ada|127\.0\.0\.1/)
  assert.ok(!logged.includes(new URL(link).pathname.slice(1)))
})

test('the note of an open question is its owner’s alone', async () => {
  const job = jobOf()
  const done = reIdentify.run(job).catch(() => undefined)
  await asked.promise
  const directory = job.state.file(questionsDirectory)
  assert.equal(statSync(directory).mode & 0o777, 0o700)
  assert.equal(statSync(join(directory, `${job.id}.json`)).mode & 0o777, 0o600)
  abort.abort()
  await done
})

test('cancelling closes the page, and forgets where it was', async () => {
  const job = jobOf()
  const done = reIdentify.run(job)
  await asked.promise
  const [{ link }] = open(job) as [ReturnType<typeof open>[0]]
  abort.abort(new Error('somebody cancelled the action'))
  await assert.rejects(done, /somebody cancelled/)
  await assert.rejects(fetch(link))
  assert.deepEqual(open(job), [])
})

test('begun again, it asks the same under a new link, since the time when it was first asked', async () => {
  const first = jobOf()
  const begun = reIdentify.run(first).catch(() => undefined)
  await asked.promise
  const [before] = open(first) as [ReturnType<typeof open>[0]]
  abort.abort()
  await begun
  abort = new AbortController()
  asked = newSignal()
  const again = jobOf({ note: notes[0] })
  const done = reIdentify.run(again)
  await asked.promise
  const [after] = open(again) as [ReturnType<typeof open>[0]]
  assert.notEqual(after.link, before.link)
  assert.equal(after.asked_at, before.asked_at)
  assert.equal(notes.length, 1)
  await sendAnswer(after.link, { name: 'Ada' })
  assert.deepEqual(await done, { identity: { name: 'Ada' } })
})

test('what nobody answered within the time of the command ends as such', async () => {
  const longAgo = new Date(Date.now() - 8 * 24 * 3600 * 1000).toISOString()
  const ended = { reason: 'finish_deadline', message: 'Nobody answered in time.' }
  await assert.rejects(reIdentify.run(jobOf({ note: { asked_at: longAgo } })), ended)
  await assert.rejects(reIdentify.run(jobOf({ finishBy: Math.floor(Date.now() / 1000) - 1 })), ended)
})

test('a command without a question is not carried out', async () => {
  for (const params of [{}, { question: 'who?' }, { question: { ...question, fields: [] } }]) {
    await assert.rejects(reIdentify.run(jobOf({ params })), { reason: 'agent_error' })
  }
})

test('a question that cannot be noted leaves nothing that listens', { timeout: 8000 }, async () => {
  const job = jobOf()
  writeFileSync(job.state.file(questionsDirectory), 'in the way')
  const listening = () => process.getActiveResourcesInfo().filter((kind) => kind === 'TCPServerWrap').length
  const before = listening()
  await assert.rejects(reIdentify.run(job), /EEXIST|ENOTDIR/)
  // The handle goes a turn after its server has closed.
  while (listening() > before) await setImmediate()
})
