import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { findJsonFault } from './find-json-fault.ts'

const places: [text: string, line: number, column: number][] = [
  ['', 1, 1],
  ['{', 1, 2],
  ['{"a": x}', 1, 7],
  ['{"a": 1,}', 1, 9],
  ['{\n  "a": 1\n  "b": 2\n}', 3, 3],
  ['[1 2]', 1, 4],
  ['[1,]', 1, 4],
  ['[01]', 1, 2],
  ['{"a" 1}', 1, 6],
  ["{'a': 1}", 1, 2],
  ['{"a": 1} {}', 1, 10],
  ['"a\\x"', 1, 3],
  ['"a\nb"', 1, 3],
  ['{]', 1, 2],
  ['[}', 1, 2],
  ['[1}', 1, 3],
  ['nulll', 1, 1],
]

for (const [text, line, column] of places) {
  test(`names the place of the fault in ${JSON.stringify(text)}`, () => {
    assert.throws(() => JSON.parse(text))
    assert.deepEqual(findJsonFault(text), { line, column })
  })
}

test('everything before the fault could still become JSON', () => {
  const spoilt = fc.tuple(fc.json(), fc.nat(), fc.constantFrom('}', ']', ',', ':', '"', 'x', '\\', '0', '\n'))
  fc.assert(
    fc.property(spoilt, ([json, place, char]) => {
      const at = place % (json.length + 1)
      const text = json.slice(0, at) + char + json.slice(at)
      const before = outcome(text)
      if (before === 'valid') return
      const { line, column } = findJsonFault(text)
      const lineStart = text
        .split('\n')
        .slice(0, line - 1)
        .reduce((sum, part) => sum + part.length + 1, 0)
      const prefix = text.slice(0, lineStart + column - 1)
      assert.notEqual(outcome(prefix), 'broken')
    }),
    { numRuns: 2000 },
  )
})

/** `unfinished`: no more than the end is missing. */
function outcome(text: string): 'valid' | 'unfinished' | 'broken' {
  try {
    JSON.parse(text)
    return 'valid'
  } catch (error) {
    return /end of JSON input|Unterminated|No number after minus|Bad Unicode escape|Expected/i.test(
      (error as Error).message,
    ) && endsTheText(error as Error, text)
      ? 'unfinished'
      : 'broken'
  }
}

function endsTheText(error: Error, text: string): boolean {
  const position = /position (\d+)/.exec(error.message)?.[1]
  return position === undefined || Number(position) >= text.length
}

test('a text nested a million deep is no trouble', () => {
  assert.deepEqual(findJsonFault('['.repeat(1_000_000)), { line: 1, column: 1_000_001 })
})
