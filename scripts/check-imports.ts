import { spawnSync } from 'node:child_process'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { ICruiseResult } from 'dependency-cruiser'

// npm run imports [-- directory]: holds the imports of a checkout (this one) against .dependency-cruiser.cjs.

/** Where dependency-cruiser cannot read TypeScript it sees nothing, and is content: fewer modules than this is a fault. */
const modulesMin = 500

const own = join(fileURLToPath(import.meta.url), '..', '..')
const root = resolve(process.argv[2] ?? own)
const program = join(own, 'node_modules', 'dependency-cruiser', 'bin', 'dependency-cruiser.mjs')

const { stdout, stderr } = spawnSync(
  process.execPath,
  [program, '--config', join(root, '.dependency-cruiser.cjs'), '--output-type', 'json', 'packages'],
  { cwd: root, encoding: 'utf8', maxBuffer: 256 * 1024 * 1024 },
)
const result = parse(stdout)
if (result === undefined) {
  process.stderr.write(`dependency-cruiser failed:\n${stderr}\n`)
  process.exit(1)
}

const { violations } = result.summary
const comments = new Map(result.summary.ruleSetUsed?.forbidden?.map(({ name, comment }) => [name, comment]))
for (const { from, to, rule } of violations) process.stdout.write(`${rule.name}: ${from} → ${to}\n`)
for (const name of new Set(violations.map(({ rule }) => rule.name))) {
  process.stdout.write(`\n${name}: ${comments.get(name) ?? 'see .dependency-cruiser.cjs'}\n`)
}

const moduleCount = result.modules.filter(({ source }) => /^packages\/.*[.]ts$/.test(source)).length
const tooFew = moduleCount < modulesMin
if (tooFew) process.stdout.write(`Only ${moduleCount} modules were read; there are more than ${modulesMin}.\n`)
process.stdout.write(`${moduleCount} modules, ${violations.length} forbidden imports\n`)
process.exitCode = violations.length > 0 || tooFew ? 1 : 0

function parse(text: string): ICruiseResult | undefined {
  try {
    return JSON.parse(text) as ICruiseResult
  } catch {
    return undefined
  }
}
