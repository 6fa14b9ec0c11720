import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { generateClientTypes } from './generators/client-types.ts'
import { generateOpenApi } from './generators/openapi.ts'
import { generateSchema } from './generators/schema.ts'
import { generateSettings } from './generators/settings.ts'
import { generateWireMatrix } from './generators/wire-matrix.ts'

// npm run generate: writes the files that are made from others. With --check it only compares, and fails where one
// is out of date.

type Generator = { path: string; generate(): Promise<string> }

const generators: Generator[] = [
  { path: 'packages/server/src/db/schema.sql', generate: generateSchema },
  { path: 'packages/server/openapi.json', generate: generateOpenApi },
  { path: 'packages/client/src/api-types.ts', generate: generateClientTypes },
  { path: 'docs/settings.md', generate: generateSettings },
  { path: 'docs/wire-matrix.md', generate: generateWireMatrix },
]

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const checkOnly = process.argv.includes('--check')
const stale: string[] = []

for (const { path, generate } of generators) {
  const file = join(root, path)
  const wanted = await generate()
  if ((await readFile(file, 'utf8').catch(() => undefined)) === wanted) continue
  stale.push(path)
  if (checkOnly) continue
  await mkdir(dirname(file), { recursive: true })
  await writeFile(file, wanted)
}

if (stale.length > 0) {
  process.stdout.write(`${checkOnly ? 'Out of date' : 'Written'}: ${stale.join(', ')}\n`)
  if (checkOnly) {
    process.stderr.write('Run npm run generate, and commit what it writes.\n')
    process.exitCode = 1
  }
}
