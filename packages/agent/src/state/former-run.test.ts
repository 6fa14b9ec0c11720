import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { test } from 'node:test'
import { makeScratchDirectory } from '../../../../tests/support/scratch-directory.ts'
import { keepRun, readFormerRun } from './former-run.ts'
import { openStateDirectory, ownNames } from './state-directory.ts'

test('the start that the server let in is known to the next one, and goes with the agent', async (t) => {
  const scratch = await makeScratchDirectory()
  t.after(() => scratch.remove())
  const state = openStateDirectory(scratch.path)
  assert.equal(readFormerRun(state), undefined)
  keepRun(state, 'first')
  keepRun(state, 'second')
  assert.equal(readFormerRun(state), 'second')
  assert.match('last-run', ownNames.files)
  writeFileSync(state.file('last-run'), 'x'.repeat(129))
  assert.equal(readFormerRun(state), undefined)
})
