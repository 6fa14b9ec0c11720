import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { test } from 'node:test'
import { root } from './support/copy-checkout.ts'
import { listFiles } from './support/list-files.ts'

const documents = listFiles().filter((path) => path.endsWith('.md'))

test('every link among the documents leads to a file, and to a heading that it has', () => {
  const broken = documents.flatMap((document) =>
    linksOf(document)
      .filter(({ path, heading }) => !existsSync(join(root, path)) || (heading && !headingsOf(path).has(heading)))
      .map(({ text }) => `${document}: ${text}`),
  )
  assert.deepEqual(broken, [])
})

test('every document is reached from the README', () => {
  const reached = new Set(['README.md'])
  for (const document of reached) {
    for (const { path } of linksOf(document)) if (path.endsWith('.md')) reached.add(path)
  }
  // Explains fixtures to who looks at them, in their folder.
  const unreached = documents.filter((document) => !reached.has(document) && !document.startsWith('tests/'))
  assert.deepEqual(unreached, [])
})

test('every file and npm script that a document names in code exists', () => {
  const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { scripts: object }
  const missing = documents.flatMap((document) => {
    const text = readFileSync(join(root, document), 'utf8')
    const paths = Array.from(text.matchAll(/`((?:packages|scripts|tests|bench|docs)\/[\w./-]+)`/g), ([, path]) => path!)
    const verbs = Array.from(text.matchAll(/npm run ([a-z]+)/g), ([, verb]) => verb!)
    return [
      ...paths.filter((path) => !existsSync(join(root, path)) && !toBeMade.has(path)),
      ...verbs.filter((verb) => !Object.hasOwn(scripts, verb)).map((verb) => `npm run ${verb}`),
    ].map((name) => `${document}: ${name}`)
  })
  assert.deepEqual(missing, [])
})

/** What a how-to has its reader make. */
const toBeMade = new Set([
  'tests/conformance/v3.4/',
  'packages/core/src/action/types/grace-period.ts',
  'packages/server/src/db/migrations/0002-what-changes.sql',
])

interface Link {
  readonly text: string
  readonly path: string
  readonly heading: string | undefined
}

function linksOf(document: string): Link[] {
  const text = readFileSync(join(root, document), 'utf8').replace(/```[\s\S]*?```/g, '')
  return Array.from(text.matchAll(/\]\(([^)\s]+)\)/g), ([, target]) => target!)
    .filter((target) => !/^[a-z]+:/.test(target))
    .map((target) => {
      const [file = '', heading] = target.split('#')
      return { text: target, path: file === '' ? document : normalize(join(dirname(document), file)), heading }
    })
}

/** As forges make anchors of them. */
function headingsOf(document: string): Set<string> {
  const text = readFileSync(join(root, document), 'utf8')
  return new Set(
    Array.from(text.matchAll(/^#+ (.+)$/gm), ([, heading]) =>
      heading!
        .toLowerCase()
        .replace(/[^\p{L}\p{N} _-]/gu, '')
        .replaceAll(' ', '-'),
    ),
  )
}
