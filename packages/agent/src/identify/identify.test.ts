import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { afterEach, beforeEach, test } from 'node:test'
import { type IdentifyOptions, identify } from './identify.ts'
import { questionsDirectory, writeOpenQuestion } from './open-questions.ts'
import { type ServedQuestion, serveQuestion } from './serve-question.ts'

let stateDir: string
let served: ServedQuestion

beforeEach(async () => {
  stateDir = mkdtempSync(join(tmpdir(), 'muster-identify-'))
  const fields = [{ name: 'name', label: 'Your name', kind: 'text', required: true } as const]
  served = await serveQuestion({ asked_by: 'Example', purpose: 'To know.', fields })
  const asked_at = new Date(0).toISOString()
  writeOpenQuestion(join(stateDir, questionsDirectory), {
    command_id: 'a',
    link: served.link,
    asked_at,
    pid: process.pid,
  })
})

afterEach(async () => {
  await served.close()
  rmSync(stateDir, { recursive: true })
})

async function run(options: Partial<IdentifyOptions>) {
  const output = new PassThrough()
  const terminal = { input: new PassThrough(), output, isInteractive: false }
  const none = { link: false, json: false, answer: [], runtimeDirectory: undefined }
  const code = await identify({ stateDir, terminal, ...none, ...options })
  return { code, said: String(output.read() ?? '') }
}

test('as long as something is still to be answered the exit code is 2, in every way of looking', async () => {
  const link = await run({ link: true })
  assert.deepEqual(link, { code: 2, said: `${served.link}\n` })
  const json = await run({ json: true })
  assert.deepEqual([json.code, JSON.parse(json.said).asked.length], [2, 1])
  assert.equal((await run({})).code, 2)
})

test('an answer that does not fit ends with 1, one that does with 0, and so does every look after it', async () => {
  assert.equal((await run({ answer: ['name='] })).code, 1)
  assert.equal((await run({ answer: ['name=Ada'] })).code, 0)
  for (const look of [{ link: true }, { json: true }, {}]) assert.equal((await run(look)).code, 0)
})
