import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { nodeFlags } from '@muster/server/node-flags.ts'

const root = join(import.meta.dirname, '../..')

test('npm start, muster serve and the unit in the documents run the server with its flags', async () => {
  const { scripts } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as { scripts: { start: string } }
  assert.equal(scripts.start, `node ${nodeFlags.join(' ')} packages/server/src/main.ts`)
  const serve = await readFile(join(root, 'packages/cli/src/commands/serve.ts'), 'utf8')
  assert.ok(serve.includes(`const nodeFlags = [${nodeFlags.map((flag) => `'${flag}'`).join(', ')}]`))
  const unit = await readFile(join(root, 'docs/operations.md'), 'utf8')
  assert.ok(unit.includes(`/node ${nodeFlags.join(' ')} /opt/muster/packages/server/src/main.ts`))
})
