import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, test } from 'node:test'
import { setImmediate } from 'node:timers/promises'
import type { AgentMessage } from '@muster/core/agent/messages.ts'
import { type Journal, openJournal } from '../journal/journal.ts'
import { createDeferrals } from './deferrals.ts'
import { createWorker, type Worker } from './worker.ts'
import type { WorkerTools } from './worker-tools.ts'

const ignore = () => undefined
const quiet = { info: ignore, warn: ignore, error: ignore }
const at = 1_800_000_000
const full = () => {
  throw Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC' })
}

let directory: string
let journal: Journal
let isFull: boolean
let said: AgentMessage[]
let finish: () => void
let worker: Worker

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'muster-full-disk-'))
  journal = openJournal(join(directory, 'journal'), () => at)
  isFull = false
  said = []
  const say = (message: AgentMessage) => void said.push(message)
  const finished = new Promise<void>((resolve) => {
    finish = resolve
  })
  const run = async ({ signal }: { signal: AbortSignal }) => {
    const aborted = new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)))
    await Promise.race([finished, aborted])
    return { done: true }
  }
  worker = createWorker({
    log: quiet,
    say,
    journal: {
      ...journal,
      append: (entry: Parameters<Journal['append']>[0]) => (isFull ? full() : journal.append(entry)),
    },
    now: () => at,
    deferrals: createDeferrals({
      log: quiet,
      say,
      connected: () => true,
      serverNow: () => at,
      readMoment: async () => ({ minuteOfDay: 0 }),
    }),
    handlers: [
      { type: 'dhcprenew', resumable: false, run },
      { type: 're-identify', resumable: true, waits: true, run },
    ],
  } as unknown as WorkerTools)
})

afterEach(() => {
  journal.close()
  rmSync(directory, { recursive: true })
})

function begin(id: string, type = 'dhcprenew'): void {
  note(id, type)
  worker.resume()
}

function note(id: string, type = 'dhcprenew'): void {
  journal.append({ entry: 'accepted', id, at, action_id: 'a', type, params: {}, expires_at: at + 1000 })
}

async function settle(): Promise<void> {
  for (let turn = 0; turn < 10; turn += 1) await setImmediate()
}

/** What the worker says when it is asked where everything stands. */
function reported(): AgentMessage[] {
  said = []
  worker.report()
  return said
}

test('a cancel on a full disk ends the command, and its result is written once there is room', async () => {
  begin('running')
  await settle()
  isFull = true
  worker.cancel('running')
  worker.cancel('never seen')
  await settle()
  const results = ['running', 'never seen'].map((command_id) => ({ type: 'result', command_id, state: 'cancelled' }))
  assert.deepEqual(new Set(said), new Set(results))
  assert.deepEqual(new Set(reported()), new Set(results))
  assert.equal(journal.get('running')?.result, undefined)
  assert.equal(worker.isBusy(), true)
  isFull = false
  assert.deepEqual(new Set(reported()), new Set(results))
  for (const id of ['running', 'never seen']) assert.deepEqual(journal.get(id)?.result, { state: 'cancelled' })
  assert.equal(worker.isBusy(), false)
})

test('a result that the disk had no room for is the first one that was told, and is kept until the server has it', async () => {
  begin('one')
  await settle()
  isFull = true
  finish()
  await settle()
  const result = { type: 'result', command_id: 'one', state: 'succeeded', data: { done: true } }
  assert.deepEqual(said, [result])
  worker.cancel('one')
  worker.forget(['one'])
  assert.deepEqual(reported(), [result])
  isFull = false
  worker.forget(['one'])
  assert.deepEqual([journal.get('one')?.result?.state, journal.get('one')?.stored], ['succeeded', true])
  assert.deepEqual(reported(), [])
})

test('a result whose receipt could not be written is told again, and its receipt written then', async () => {
  begin('one')
  finish()
  await settle()
  isFull = true
  worker.forget(['one'])
  assert.equal(reported().length, 1)
  isFull = false
  worker.forget(['one'])
  assert.deepEqual(reported(), [])
})

test('an agent that only waits for a person is not busy; one that would have to interrupt its work is', async () => {
  begin('asked', 're-identify')
  await settle()
  assert.equal(worker.isBusy(), false)
  begin('renewing')
  await settle()
  assert.equal(worker.isBusy(), true)
  finish()
  await settle()
  assert.equal(worker.isBusy(), false)
})

test('what the server says has ended stops here too, running or waiting, once', async () => {
  for (const id of ['1', '2', '3', '4']) note(id)
  begin('waiting')
  await settle()
  worker.forget(['1', 'waiting', 'never seen'])
  await settle()
  assert.deepEqual(
    said.filter(({ type }) => type === 'result'),
    ['waiting', '1'].map((command_id) => ({ type: 'result', command_id, state: 'cancelled' })),
  )
  assert.deepEqual([journal.get('2')?.result, journal.get('never seen')], [undefined, undefined])
  worker.forget(['1'])
  assert.equal(journal.get('1')?.stored, true)
})

test('a command whose end is a damaged line, and which the server has, is not done again', async () => {
  note('done')
  journal.append({ entry: 'started', id: 'done', at })
  journal.append({ entry: 'stored', id: 'done' })
  worker.resume()
  await settle()
  assert.deepEqual([said, reported(), worker.isBusy()], [[], [], false])
})
