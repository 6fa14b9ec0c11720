import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fromLine, type JournalEntry, toLine, withoutPersonalLine } from './entries.ts'

const ended = (data: Record<string, unknown>): JournalEntry => ({
  entry: 'ended',
  id: 'c',
  at: 1,
  result: { state: 'succeeded', data },
})
const lineOf = (entry: JournalEntry) => toLine(entry).trimEnd()

test('an answer is left out of its line, which stays a whole line', () => {
  const line = withoutPersonalLine(lineOf(ended({ identity: { name: 'Ada' } })))
  assert.doesNotMatch(line, /Ada/)
  assert.deepEqual(fromLine(line), { entry: 'ended', id: 'c', at: 1, result: { state: 'succeeded' } })
})

test('half an answer is left out as well', () => {
  const line = lineOf(ended({ identity: { name: 'Ada' } }))
  assert.doesNotMatch(withoutPersonalLine(line.slice(0, -3)), /Ada/)
  assert.doesNotMatch(withoutPersonalLine(line.slice(3)), /Ada/)
})

test('other lines stay as they are', () => {
  const params = { question: { fields: [{ name: 'identity' }] } }
  const accepted: JournalEntry = { entry: 'accepted', id: 'c', at: 1, action_id: 'a', type: 't', params, expires_at: 2 }
  for (const line of [lineOf(ended({ report: { files: 3 } })), lineOf(accepted), '', 'no line of ours']) {
    assert.equal(withoutPersonalLine(line), line)
  }
})
