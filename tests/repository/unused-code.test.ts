import assert from 'node:assert/strict'
import { appendFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { copyCheckout } from './support/copy-checkout.ts'

test('code that nobody uses fails the check: a file, an export; so does a dependency that no package lists', async () => {
  const copy = await copyCheckout()
  try {
    await writeFile(join(copy.path, 'tests/support/left-over.ts'), 'export const leftOver = 0\n')
    await appendFile(join(copy.path, 'packages/core/src/error-code.ts'), '\nexport const nobodyReadsThis = 0\n')
    await appendFile(join(copy.path, 'packages/core/src/error-code.ts'), `\nimport 'never-listed'\n`)

    const { status, output } = copy.run('node_modules/knip/bin/knip.js')

    assert.notEqual(status, 0)
    assert.match(output, /tests\/support\/left-over\.ts/)
    assert.match(output, /nobodyReadsThis/)
    assert.match(output, /never-listed/)
  } finally {
    await copy.remove()
  }
})
