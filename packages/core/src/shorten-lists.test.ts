import assert from 'node:assert/strict'
import { test } from 'node:test'
import { shortenLists } from './shorten-lists.ts'

const countOf = (list: unknown[]) => list.reduce<number>((count) => count + 1, 0)

test('a value of ordinary size is copied as it is', () => {
  const value = { a: [1, 'x', null, { b: [[], [true]] }], c: 1.5 }
  assert.deepEqual(shortenLists(value), value)
})

test('lists of a huge value keep their length and lose what is beyond the cap, however they are nested', () => {
  const flat = shortenLists({ list: new Array(1_000_000).fill(1) }) as { list: unknown[] }
  assert.equal(flat.list.length, 1_000_000)
  assert.ok(countOf(flat.list) <= 50_000)
  const nested = shortenLists(Array.from({ length: 1000 }, () => new Array(1000).fill(1))) as unknown[][]
  assert.ok(nested.reduce((count, list) => count + countOf(list), 0) <= 50_000)
  const wide = shortenLists({ a: new Array(60_000).fill(1), b: new Array(60_000).fill(1) }) as { b: unknown[] }
  assert.equal(wide.b.length, 60_000)
  assert.equal(countOf(wide.b), 0)
})
