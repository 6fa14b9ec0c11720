import assert from 'node:assert/strict'
import { PassThrough } from 'node:stream'
import { test } from 'node:test'
import type { IdentityQuestion } from '@muster/core/identity/identity-question.ts'
import { askInTerminal } from './ask-in-terminal.ts'

const question: IdentityQuestion = {
  asked_by: 'Example',
  purpose: 'To know.',
  fields: [
    { name: 'name', label: 'Your name', kind: 'text', required: true },
    { name: 'site', label: 'Site', kind: 'choice', required: false, choices: ['Berlin', 'Lyon'] },
    { name: 'desk', label: 'Desk', kind: 'number', required: false },
  ],
}

/** Types a line at each prompt; without one more, ends the input, as Ctrl-D does. */
async function converse(...lines: string[]) {
  const input = new PassThrough()
  const output = new PassThrough()
  let said = ''
  output.setEncoding('utf8').on('data', (text: string) => {
    said += text
    if (!/: $/.test(text)) return
    const line = lines.shift()
    if (line === undefined) input.end()
    else input.write(`${line}\n`)
  })
  const answers = await askInTerminal(question, { input, output })
  return { answers, said }
}

test('it asks field by field, again where an answer does not fit, and takes a choice by its number', async () => {
  const { answers, said } = await converse('', 'Ada', '3', '2', 'far', '12')
  assert.deepEqual(answers, { name: 'Ada', site: 'Lyon', desk: '12' })
  assert.match(said, /Example asks who uses this device\.\nTo know\./)
  assert.match(said, /Your name \*: .*needs an answer/s)
  assert.match(said, / {2}1 {2}Berlin\n {2}2 {2}Lyon\n/)
  assert.match(said, /must be one of the choices.*must be a number/s)
})

test('what needs no answer may be left empty, and a choice may be said in its words', async () => {
  assert.deepEqual((await converse('Ada', '', '')).answers, { name: 'Ada' })
  assert.deepEqual((await converse('Ada', ' Berlin', '')).answers, { name: 'Ada', site: ' Berlin' })
})

test('input that ends before the last answer is no answer', async () => {
  assert.equal((await converse('Ada')).answers, undefined)
})
