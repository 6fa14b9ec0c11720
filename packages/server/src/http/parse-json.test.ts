import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Refusal } from '../refusal.ts'
import { parseJson } from './parse-json.ts'

function refusalOf(json: string): Refusal {
  try {
    parseJson(Buffer.from(json), { wholeText: true })
  } catch (error) {
    assert.ok(error instanceof Refusal)
    return error
  }
  throw new Error(`it was taken: ${json}`)
}

const broken: [json: string, field: string][] = [
  ['{"name":"\\ud800"}', 'name'],
  ['{"name":"a\\uDC00b"}', 'name'],
  ['{"name":"\\udc00\\ud800"}', 'name'],
  ['{"a":{"b":["x","\\ud83d"]}}', 'a.b.1'],
  ['{"good":"\\ud83d\\ude00","bad":"\\ud83d","worse":"\\ud83d"}', 'bad'],
  ['{"a":{"\\ud800":1}}', 'a'],
  ['"\\ud800"', 'body'],
]

for (const [json, field] of broken) {
  test(`half a character in ${json} is refused, and its field named`, () => {
    const { code, errors } = refusalOf(json)
    assert.deepEqual([code, errors[0]!.field], ['invalid_request', field])
  })
}

test('whole characters stay as they are, however they are written, and so does a backslash before a u', () => {
  for (const json of ['{"a":"\\ud83d\\ude00"}', '{"a":"😀"}', '{"a":"\\\\ud800"}', '{"a":"\\u00e4"}', '[]']) {
    assert.deepEqual(parseJson(Buffer.from(json), { wholeText: true }), JSON.parse(json))
  }
})

test('a deep body with such a half is refused like any other', () => {
  const depth = 5000
  assert.equal(refusalOf(`${'['.repeat(depth)}"\\ud800"${']'.repeat(depth)}`).code, 'invalid_request')
})

test('where it is not stored, half a character is handed on', () => {
  assert.deepEqual(parseJson(Buffer.from('["\\ud800"]'), { wholeText: false }), ['\ud800'])
})
