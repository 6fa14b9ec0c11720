import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Value } from 'typebox/value'
import { checkIdentity } from './check-identity.ts'
import { defaultQuestion, faultsOfQuestion, type IdentityField, IdentityQuestion } from './identity-question.ts'

const ask = (...fields: unknown[]) => ({ asked_by: 'Example', purpose: 'To know.', fields })
const field = (over: object) => ({ name: 'a', label: 'A', kind: 'text', required: true, ...over })

const wrong: [string, object][] = [
  ['a name with capitals', field({ name: 'Name' })],
  ['a name that begins with a digit', field({ name: '1st' })],
  ['a name that is too long', field({ name: 'a'.repeat(41) })],
  ['a name of JavaScript’s own', field({ name: '__proto__' })],
  ['a blank label', field({ label: '  ' })],
  ['a label of two lines', field({ label: 'a\nb' })],
  ['an unknown kind', field({ kind: 'password' })],
  ['an unknown key', field({ placeholder: 'x' })],
  ['a single choice', field({ kind: 'choice', choices: ['x'] })],
  ['a choice twice', field({ kind: 'choice', choices: ['x', 'x'] })],
  ['a length of nothing', field({ length_max: 0 })],
  ['a length beyond the limit', field({ length_max: 501 })],
]
for (const [what, one] of wrong) {
  test(`a question with ${what} is refused by its schema`, () => {
    assert.equal(Value.Check(IdentityQuestion, ask(one)), false)
  })
}

const faulty: [string, object[], string][] = [
  ['two fields of one name', [field({}), field({})], 'fields.1.name'],
  ['a choice without choices', [field({ kind: 'choice' })], 'fields.0.choices'],
  ['choices of a text', [field({ choices: ['x', 'y'] })], 'fields.0.choices'],
  ['choices with blanks around them', [field({ kind: 'choice', choices: ['x', 'y '] })], 'fields.0.choices'],
  ['a length of a number', [field({ kind: 'number', length_max: 5 })], 'fields.0.length_max'],
  [
    'more than fits into a statement',
    [0, 1].map((n) =>
      field({ name: `a${n}`, kind: 'choice', choices: Array.from({ length: 200 }, (_, i) => `${i}`.padEnd(50, 'x')) }),
    ),
    'fields',
  ],
]
for (const [what, fields, at] of faulty) {
  test(`a question with ${what} is refused, and told where`, () => {
    const question = ask(...fields)
    assert.ok(Value.Check(IdentityQuestion, question))
    assert.deepEqual(
      faultsOfQuestion(question).map((fault) => fault.field),
      [at],
    )
  })
}

test('the default question is a good one, and can be answered with a name', () => {
  const question = defaultQuestion('Example')
  assert.ok(Value.Check(IdentityQuestion, question))
  assert.deepEqual(faultsOfQuestion(question), [])
  assert.ok(checkIdentity(question.fields as IdentityField[], { name: 'Ada' }).ok)
})
