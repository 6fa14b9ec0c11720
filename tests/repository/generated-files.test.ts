import assert from 'node:assert/strict'
import { appendFile, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { copyCheckout, root } from './support/copy-checkout.ts'

const generated = [
  'packages/server/src/db/schema.sql',
  'packages/server/openapi.json',
  'packages/client/src/api-types.ts',
  'docs/settings.md',
  'docs/wire-matrix.md',
]

test('a generated file that was changed by hand, or not made anew, fails the check and is mended by npm run generate', async () => {
  const copy = await copyCheckout()
  try {
    for (const file of generated) await appendFile(join(copy.path, file), '\n')

    const check = copy.run('scripts/generate.ts', '--check')
    assert.equal(check.status, 1)
    assert.match(check.output, new RegExp(`^Out of date: ${generated.join(', ')}$`, 'm'))

    assert.equal(copy.run('scripts/generate.ts').status, 0)
    for (const file of generated) {
      const mended = await readFile(join(copy.path, file), 'utf8')
      assert.ok(mended === (await readFile(join(root, file), 'utf8')), `${file}: run npm run generate`)
    }
    assert.equal(copy.run('scripts/generate.ts', '--check').status, 0)
  } finally {
    await copy.remove()
  }
})
