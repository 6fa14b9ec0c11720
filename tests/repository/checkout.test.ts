import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { root } from './support/copy-checkout.ts'
import { listFiles } from './support/list-files.ts'

const read = (path: string) => readFileSync(join(root, path), 'utf8')

test('the lock file names no place to download from: whoever installs uses the registry that is configured', () => {
  const { packages } = JSON.parse(read('package-lock.json')) as {
    packages: Record<string, { resolved?: string; link?: boolean; integrity?: string }>
  }
  const entries = Object.entries(packages)
  assert.ok(entries.length > 100)
  const elsewhere = entries.filter(([, { resolved, link }]) => resolved !== undefined && !link)
  assert.deepEqual(elsewhere, [])
  const unchecked = entries.filter(
    ([path, { link, integrity }]) => path.includes('node_modules/') && !link && integrity === undefined,
  )
  assert.deepEqual(unchecked, [])
})

test('dependencies are pinned to exact versions', () => {
  const manifests = listFiles().filter((path) => /(^|\/)package\.json$/.test(path))
  assert.ok(manifests.length > 4)
  const loose = manifests.flatMap((path) => {
    const manifest = JSON.parse(read(path)) as Record<string, Record<string, string> | undefined>
    const all = { ...manifest.dependencies, ...manifest.devDependencies, ...manifest.optionalDependencies }
    return Object.entries(all).filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))
  })
  assert.deepEqual(loose, [])
})

/** Written so that this file does not find itself. */
const placesOfOneMachine = [
  new RegExp(`(?<![\\w.])/${'work'}/[a-z]`),
  new RegExp(`(?<![\\w.])/${'root'}/[a-z.]`),
  new RegExp(`(?<![\\w.])/${'home'}/(?!muster\\b)[a-z]{2}`),
  new RegExp(`(?<![\\w.])/${'Users'}/[a-z]`, 'i'),
  new RegExp(`https?://${'registry'}\\.`),
  new RegExp(`\\b${'registry'}\\.(npmjs|yarnpkg)\\b`),
]

const sees = (line: string) => placesOfOneMachine.some((place) => place.test(line))

test('no file knows the machine that it was written on, or a registry', () => {
  for (const name of ['work', 'root', 'home', 'Users']) assert.ok(sees(`see ${['', name, 'here'].join('/')}`))

  const found = listFiles()
    .filter((path) => !/\.(zip|gz|png)$/.test(path))
    .flatMap((path) =>
      read(path)
        .split('\n')
        .flatMap((line, index) => (sees(line) ? [`${path}:${index + 1}: ${line.trim()}`] : [])),
    )
  assert.deepEqual(found, [])
})
