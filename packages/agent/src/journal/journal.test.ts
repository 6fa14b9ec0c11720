import assert from 'node:assert/strict'
import fs, { appendFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import fc from 'fast-check'
import { applyEntry, type JournalCommand, type JournalEntry } from './entries.ts'
import { openJournal } from './journal.ts'

const directory = mkdtempSync(join(tmpdir(), 'muster-journal-'))
const path = join(directory, 'journal.log')

after(() => rmSync(directory, { recursive: true }))

const at = 1_800_000_000
const now = () => at

const entryOf = (id: string): fc.Arbitrary<JournalEntry> =>
  fc.oneof(
    fc.record({
      entry: fc.constant('accepted' as const),
      id: fc.constant(id),
      at: fc.constant(at),
      action_id: fc.uuid(),
      type: fc.string(),
      params: fc.dictionary(fc.string(), fc.string()).map((params) => ({ ...params })),
      expires_at: fc.constant(at + 1000),
    }),
    fc.constant({ entry: 'started' as const, id, at }),
    fc.record({ entry: fc.constant('note' as const), id: fc.constant(id), note: fc.constant({ packed: true }) }),
    fc.record({
      entry: fc.constant('ended' as const),
      id: fc.constant(id),
      at: fc.constant(at),
      result: fc.record({ state: fc.constantFrom('succeeded' as const, 'failed' as const), message: fc.string() }),
    }),
    fc.constant({ entry: 'stored' as const, id }),
  )
const entries = fc.array(fc.constantFrom('a', 'b', 'c').chain(entryOf), { maxLength: 20 })

function fold(list: readonly JournalEntry[]): Map<string, JournalCommand> {
  const commands = new Map<string, JournalCommand>()
  for (const entry of list) applyEntry(commands, JSON.parse(JSON.stringify(entry)) as JournalEntry)
  return commands
}

function stateOf(): { commands: Map<string, JournalCommand>; damagedLines: number } {
  const journal = openJournal(path, now)
  const commands = new Map([...journal.all()].map((command) => [command.id, command]))
  journal.close()
  return { commands, damagedLines: journal.damagedLines }
}

/** Where each whole line ends, with the state that the lines up to there make. */
function write(list: readonly JournalEntry[]): { bytes: Buffer; ends: number[] } {
  rmSync(path, { force: true })
  const journal = openJournal(path, now)
  const ends = list.map((entry) => {
    journal.append(entry)
    return statSync(path).size
  })
  journal.close()
  return { bytes: readFileSync(path), ends }
}

test('what was appended is there when the journal is opened again, and again after it was compacted', () => {
  fc.assert(
    fc.property(entries, (list) => {
      write(list)
      assert.deepEqual(stateOf(), { commands: fold(list), damagedLines: 0 })
      assert.deepEqual(stateOf(), { commands: fold(list), damagedLines: 0 })
    }),
    { numRuns: 60 },
  )
})

test('a journal torn at any byte holds exactly the entries that were whole, and takes new ones', () => {
  fc.assert(
    fc.property(entries, fc.nat(), entryOf('d'), (list, where, next) => {
      const { bytes, ends } = write(list)
      const torn = bytes.length === 0 ? 0 : where % (bytes.length + 1)
      writeFileSync(path, bytes.subarray(0, torn))
      const whole = list.filter((_, index) => ends[index]! <= torn)
      const journal = openJournal(path, now)
      assert.deepEqual(new Map([...journal.all()].map((command) => [command.id, command])), fold(whole))
      assert.equal(journal.damagedLines, torn === 0 || ends.includes(torn) ? 0 : 1)
      journal.append(next)
      journal.close()
      assert.deepEqual(stateOf(), { commands: fold([...whole, next]), damagedLines: 0 })
    }),
    { numRuns: 100 },
  )
})

test('an entry that the disk has no room for leaves nothing behind, and the next one is whole', (t) => {
  const accepted = (id: string): JournalEntry => ({
    entry: 'accepted',
    id,
    at,
    action_id: 'x',
    type: 't',
    params: {},
    expires_at: at + 1000,
  })
  rmSync(path, { force: true })
  const journal = openJournal(path, now)
  journal.append(accepted('a'))
  const write = fs.writeSync
  const full = t.mock.method(fs, 'writeSync', (file: number, line: Buffer, from: number) => {
    if (from > 0) throw Object.assign(new Error('no space left'), { code: 'ENOSPC' })
    return write(file, line, 0, 10)
  })
  syncBuiltinESMExports()
  try {
    assert.throws(() => journal.append(accepted('b')), { code: 'ENOSPC' })
  } finally {
    full.mock.restore()
    syncBuiltinESMExports()
  }
  journal.append(accepted('c'))
  journal.close()
  const { commands, damagedLines } = stateOf()
  assert.deepEqual([...commands.keys()], ['a', 'c'])
  assert.equal(damagedLines, 0)
})

test('a damaged line in the middle costs itself and no other', () => {
  const accepted = (id: string): JournalEntry => ({
    entry: 'accepted',
    id,
    at,
    action_id: 'x',
    type: 't',
    params: {},
    expires_at: at,
  })
  const { bytes, ends } = write([accepted('a'), accepted('b'), accepted('c')])
  bytes[ends[0]! + 20]! ^= 1
  writeFileSync(path, bytes)
  const { commands, damagedLines } = stateOf()
  assert.deepEqual([...commands.keys()], ['a', 'c'])
  assert.equal(damagedLines, 1)
})

test('the first end of a command is its end, and it is remembered for as long as it may be offered again', () => {
  const result = (message: string) => ({ state: 'failed' as const, message })
  write([
    { entry: 'accepted', id: 'a', at, action_id: 'x', type: 't', params: {}, expires_at: at + 10 },
    { entry: 'ended', id: 'a', at, result: result('first') },
    { entry: 'ended', id: 'a', at, result: result('second') },
    { entry: 'stored', id: 'a' },
    { entry: 'ended', id: 'never came', at, result: { state: 'cancelled' } },
    { entry: 'accepted', id: 'unfinished', at, action_id: 'x', type: 't', params: {}, expires_at: at - 1_000_000 },
  ])
  assert.equal(stateOf().commands.get('a')!.result!.message, 'first')
  const later = openJournal(path, () => at + 10 + 24 * 3600 + 1)
  later.close()
  assert.deepEqual(
    [...later.all()].map(({ id }) => id),
    ['never came', 'unfinished'],
  )
})

test('a compaction that the disk has no room for leaves the journal as it was, and it goes on', () => {
  rmSync(path, { force: true })
  const journal = openJournal(path, now)
  const original = fs.renameSync
  fs.renameSync = () => {
    throw Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC' })
  }
  syncBuiltinESMExports()
  const expected = 'one more'
  try {
    journal.append({ entry: 'accepted', id: 'a', at, action_id: 'x', type: 't', params: {}, expires_at: at + 1000 })
    for (let count = 0; count < 5000; count += 1) journal.append({ entry: 'note', id: 'a', note: { count } })
  } finally {
    fs.renameSync = original
    syncBuiltinESMExports()
  }
  journal.append({ entry: 'note', id: 'a', note: { expected } })
  journal.close()
  assert.throws(() => journal.append({ entry: 'stored', id: 'a' }), /closed/)
  const { commands, damagedLines } = stateOf()
  assert.deepEqual([commands.get('a')?.note, damagedLines], [{ expected }, 0])
})

test('a journal that cannot be rewritten when it is opened says why, and is written on, without half a line', () => {
  const path = join(directory, 'unwritable')
  const journal = openJournal(path, () => 1)
  const accepted = { entry: 'accepted', at: 1, action_id: 'a', type: 't', params: {}, expires_at: 10 } as const
  journal.append({ ...accepted, id: 'one' })
  journal.close()
  // A line that the disk made no text of, and half a line.
  appendFileSync(path, Buffer.concat([Buffer.alloc(40, 0xff), Buffer.from('\n0123ä')]))
  // In the place of the file that it would write.
  mkdirSync(`${path}.${process.pid}.new`)
  const reopened = openJournal(path, () => 1)
  assert.match(reopened.problem!, /EISDIR/)
  reopened.append({ ...accepted, id: 'two' })
  reopened.close()
  rmSync(`${path}.${process.pid}.new`, { recursive: true })
  const last = openJournal(path, () => 1)
  assert.deepEqual(
    [[...last.all()].map(({ id }) => id), last.damagedLines, last.problem],
    [['one', 'two'], 1, undefined],
  )
  last.close()
})

test('a compaction goes on in the file that it wrote', () => {
  rmSync(path, { force: true })
  const journal = openJournal(path, now)
  journal.append({ entry: 'accepted', id: 'a', at, action_id: 'x', type: 't', params: {}, expires_at: at + 1000 })
  for (let count = 0; count < 5010; count += 1) journal.append({ entry: 'note', id: 'a', note: { count } })
  journal.close()
  assert.ok(readFileSync(path, 'utf8').split('\n').length < 20)
  assert.deepEqual(stateOf().commands.get('a')?.note, { count: 5009 })
})
