import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { test } from 'node:test'
import { generateWireMatrix } from '../../scripts/generators/wire-matrix.ts'

test('docs/wire-matrix.md says what the code does', async () => {
  const file = new URL('../../docs/wire-matrix.md', import.meta.url)
  assert.equal(await readFile(file, 'utf8'), await generateWireMatrix(), 'run npm run generate')
})
