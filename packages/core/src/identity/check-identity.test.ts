import assert from 'node:assert/strict'
import { test } from 'node:test'
import { checkIdentity, readIdentity } from './check-identity.ts'
import type { IdentityField } from './identity-question.ts'

const text: IdentityField = { name: 'a', label: 'A', kind: 'text', required: true, length_max: 5 }
const email: IdentityField = { name: 'a', label: 'A', kind: 'email', required: true }
const number: IdentityField = { name: 'a', label: 'A', kind: 'number', required: true }
const choice: IdentityField = { name: 'a', label: 'A', kind: 'choice', required: true, choices: ['red', 'blue'] }
const date: IdentityField = { name: 'a', label: 'A', kind: 'date', required: true }

const taken: [IdentityField, unknown, string | number][] = [
  [text, 'Ada', 'Ada'],
  [text, '  Ada ', 'Ada'],
  [text, '<b>', '<b>'],
  [text, 'é日本', 'é日本'],
  [text, '12345', '12345'],
  [email, 'ada@example.com', 'ada@example.com'],
  [email, 'root@localhost', 'root@localhost'],
  [number, 42, 42],
  [number, -1.5, -1.5],
  [number, 0, 0],
  [choice, 'blue', 'blue'],
  [date, '2024-02-29', '2024-02-29'],
]
for (const [field, answer, identity] of taken) {
  test(`${field.kind} takes ${JSON.stringify(answer)}`, () => {
    assert.deepEqual(checkIdentity([field], { a: answer }), { ok: true, identity: { a: identity } })
  })
}

const refused: [IdentityField, unknown, RegExp][] = [
  [text, undefined, /needs an answer/],
  [text, null, /needs an answer/],
  [text, '   ', /needs an answer/],
  [text, '123456', /longer than 5/],
  [text, 'a\nb', /control/],
  [text, 'a\u0000', /control/],
  [text, '\ud800', /control/],
  [text, 5, /must be text/],
  [text, ['x'], /must be text/],
  [text, {}, /must be text/],
  [email, 'ada', /e-mail/],
  [email, 'a b@example.com', /e-mail/],
  [email, 'a@b@c', /e-mail/],
  [email, `${'a'.repeat(250)}@b.de`, /longer than 254/],
  [number, '42', /number/],
  [number, Number.NaN, /number/],
  [number, Number.POSITIVE_INFINITY, /number/],
  [number, true, /number/],
  [choice, 'green', /choices/],
  [choice, 'Red', /choices/],
  [choice, 0, /must be text/],
  [date, '2023-02-29', /date/],
  [date, '2023-13-01', /date/],
  [date, '31.12.2023', /date/],
  [date, '2023-1-1', /date/],
]
for (const [field, answer, message] of refused) {
  test(`${field.kind} refuses ${JSON.stringify(answer)?.slice(0, 40)} (${String(message)}), and does not repeat it`, () => {
    const checked = checkIdentity([field], { a: answer })
    assert.ok(!checked.ok)
    assert.deepEqual(
      checked.errors.map(({ field: name }) => name),
      ['a'],
    )
    assert.match(checked.errors[0]!.message, message)
  })
}

test('what is not asked for is refused, whatever it is called, and what an object inherits is no answer', () => {
  const name: IdentityField = { ...text, name: 'constructor', required: false }
  assert.deepEqual(checkIdentity([name], {}), { ok: true, identity: {} })
  for (const key of ['b', '__proto__', 'toString']) {
    const checked = checkIdentity([text], JSON.parse(`{"a": "x", ${JSON.stringify(key)}: "y"}`))
    assert.deepEqual(checked, { ok: false, errors: [{ field: key, message: 'is not asked for' }] })
  }
})

test('what is not required may be left out, and then is not there', () => {
  for (const field of [text, email, number, choice, date]) {
    assert.deepEqual(checkIdentity([{ ...field, required: false }], { a: ' ' }), { ok: true, identity: {} })
  }
})

test('texts of a form are read as what their fields ask for', () => {
  const fields = [text, { ...number, name: 'n' }]
  assert.deepEqual(readIdentity(fields, { a: 'e\u0301', n: ' -7.25 ' }), { ok: true, identity: { a: 'é', n: -7.25 } })
  for (const wrong of ['1,5', '0x10', '1e3', 'seven', '1'.repeat(16)]) {
    assert.ok(!readIdentity(fields, { a: 'x', n: wrong }).ok, wrong)
  }
})
