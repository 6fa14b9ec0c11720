import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { root } from './support/copy-checkout.ts'
import { listFiles } from './support/list-files.ts'

const read = (path: string) => readFileSync(join(root, path), 'utf8')

interface LockedPackage {
  readonly version?: string
  readonly resolved?: string
  readonly integrity?: string
  readonly link?: boolean
  readonly optional?: boolean
  readonly os?: string[]
  readonly cpu?: string[]
  readonly libc?: string[]
  readonly optionalDependencies?: Record<string, string>
}

const { packages } = JSON.parse(read('package-lock.json')) as { packages: Record<string, LockedPackage> }
const locked = Object.entries(packages)

test('the lock file names no place to download from: whoever installs uses the registry that is configured', () => {
  assert.ok(locked.length > 100)
  const elsewhere = locked.filter(([, { resolved, link }]) => resolved !== undefined && !link)
  assert.deepEqual(elsewhere, [])
})

test('what is installed is checked by its hash', () => {
  const unchecked = locked
    .filter(([path, { link, integrity }]) => path.includes('node_modules/') && !link && integrity === undefined)
    // Tools for platforms that the registry of the day did not have: npm ci wants them listed all the same.
    .filter(([, entry]) => !entry.optional || isOrdinaryLinux(entry))
    .map(([path]) => path)
  assert.deepEqual(unchecked, [])
})

test('npm ci takes the lock file: what is optional on some platform is in it too', () => {
  const missing = locked.flatMap(([path, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies).filter((name) => !isLocked(name, path)),
  )
  assert.deepEqual(missing, [])
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

function isOrdinaryLinux({ os = ['linux'], cpu = ['x64'], libc = ['glibc'] }: LockedPackage): boolean {
  return os.includes('linux') && (cpu.includes('x64') || cpu.includes('arm64')) && libc.includes('glibc')
}

/** Looked for where Node.js would: beside the package that asks, then further up. */
function isLocked(name: string, path: string): boolean {
  for (let place = path; ; place = place.replace(/(^|\/)[^/]*$/, '')) {
    if (packages[`${place === '' ? '' : `${place}/`}node_modules/${name}`] !== undefined) return true
    if (place === '') return false
  }
}

/** Written so that this file does not find itself. */
const placesOfOneMachine = [
  new RegExp(`(?<![\\w.])/${'work'}/[a-z]`),
  new RegExp(`(?<![\\w.])/${'root'}/[a-z.]`),
  new RegExp(`(?<![\\w.])/${'home'}/(?!muster\\b|somebody\\b)[a-z]{2}`),
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
