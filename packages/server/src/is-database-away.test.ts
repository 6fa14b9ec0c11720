import assert from 'node:assert/strict'
import { test } from 'node:test'
import { toRefusal } from './http/answer-error.ts'
import { isDatabaseAway } from './is-database-away.ts'

const withCode = (code: string) => Object.assign(new Error('told by a code'), { code })

const away: Record<string, Error> = {
  'no server on the port': withCode('ECONNREFUSED'),
  'no socket in the file system': withCode('ENOENT'),
  'no answer from the name server': withCode('EAI_AGAIN'),
  'the server shuts down': withCode('57P01'),
  'the server starts': withCode('57P03'),
  'no connection left': withCode('53300'),
  'the disk is full': withCode('53100'),
  'the connection broke, in the driver’s words': new Error('Connection terminated unexpectedly'),
  'no connection in time': new Error('timeout exceeded when trying to connect'),
}

const otherwise: Record<string, Error> = {
  'a key that exists': withCode('23505'),
  'a deadlock': withCode('40P01'),
  'a value that is none': withCode('22P02'),
  'a file that may not be read': withCode('EACCES'),
  'a defect of ours': new TypeError('undefined is not a function'),
}

for (const [what, error] of Object.entries(away)) {
  test(`${what}: trying again later helps, and callers are told so`, () => {
    assert.equal(isDatabaseAway(error), true)
    assert.equal(toRefusal(error).code, 'unavailable')
  })
}

for (const [what, error] of Object.entries(otherwise)) {
  test(`${what} is not the database being away`, () => {
    assert.equal(isDatabaseAway(error), false)
    assert.equal(toRefusal(error).code, 'internal')
  })
}
