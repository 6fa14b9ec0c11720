import assert from 'node:assert/strict'
import { chown, mkdir, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { queryOnce, runServerProcess, waitUntil } from '../../../../../tests/support/embedded-server.ts'
import { makeScratchDirectory } from '../../../../../tests/support/scratch-directory.ts'
import { findClosedDirectory } from './identity.ts'
import { isAlive } from './process-facts.ts'
import { startEmbeddedPostgres } from './start.ts'

const isRoot = process.getuid?.() === 0
const asRoot = isRoot ? {} : { skip: 'needs root' }
// initdb asks for the name of its user: one that the system has.
const nobody = { uid: 65_534, gid: 65_534 }

let place: { path: string; remove(): Promise<void> }

beforeEach(async () => {
  place = await makeScratchDirectory()
})

afterEach(() => place.remove())

test('for root, the server runs as an unprivileged user that owns the data', asRoot, async () => {
  const directory = join(place.path, 'postgresql')
  const server = await startEmbeddedPostgres({ directory })
  try {
    const { uid } = await stat(`/proc/${server.pid}`)
    assert.notEqual(uid, 0)
    assert.equal((await stat(join(directory, 'data'))).uid, uid)
    assert.equal((await stat(join(directory, 'data'))).mode & 0o777, 0o700)
  } finally {
    await server.stop()
  }
})

test('for root, data given to another user are served as that user', asRoot, async () => {
  const directory = join(place.path, 'postgresql')
  await mkdir(join(directory, 'data'), { recursive: true })
  await chown(join(directory, 'data'), 1, 1)
  const server = await startEmbeddedPostgres({ directory, settings: { fsync: false } })
  try {
    assert.equal((await stat(`/proc/${server.pid}`)).uid, 1)
  } finally {
    await server.stop()
  }
})

test('for root, a strict umask does not shut the server out', asRoot, async () => {
  const umask = process.umask(0o077)
  try {
    const server = await startEmbeddedPostgres({
      directory: join(place.path, 'some', 'where'),
      settings: { fsync: false },
    })
    await server.stop()
  } finally {
    process.umask(umask)
  }
})

test('for root, a directory that the server user cannot reach is refused with the remedy', asRoot, async () => {
  const closed = join(place.path, 'closed')
  await mkdir(closed, { mode: 0o700 })
  await assert.rejects(startEmbeddedPostgres({ directory: join(closed, 'data', 'postgresql') }), (error: Error) => {
    assert.match(error.message, new RegExp(`cannot enter ${closed}\\. .*MUSTER_DATA_DIR.*chmod a\\+x ${closed}$`))
    return true
  })
})

test('an ordinary user runs it, and a user who may not write there is told so', asRoot, async (context) => {
  const needed = [dirname(process.execPath), dirname(fileURLToPath(import.meta.url))]
  const closed = needed.map((path) => findClosedDirectory(path, nobody)).find((path) => path !== undefined)
  if (closed) return context.skip(`only root can enter ${closed}`)
  const directory = join(place.path, 'postgresql')
  await mkdir(directory, { mode: 0o755 })
  await assert.rejects(runServerProcess({ directory }, nobody), /may not write to .*MUSTER_DATA_DIR/)
  await chown(directory, nobody.uid, nobody.gid)
  const server = await runServerProcess({ directory }, nobody)
  assert.deepEqual(await queryOnce(server.url, 'select current_user as role'), [{ role: 'muster' }])
  assert.equal((await stat(`/proc/${server.pid}`)).uid, nobody.uid)
  server.process.kill('SIGKILL')
  await waitUntil('no server is left', () => !isAlive(server.pid))
})
