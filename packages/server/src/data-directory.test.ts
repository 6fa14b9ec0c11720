import assert from 'node:assert/strict'
import { mkdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { makeScratchDirectory } from '../../../tests/support/scratch-directory.ts'
import { defaultDataDirectory, makeDataDirectory } from './data-directory.ts'

const isRoot = process.getuid?.() === 0

test('the data directory is the one that is set, else the place that the system has for it', () => {
  assert.equal(defaultDataDirectory({ MUSTER_DATA_DIR: '/somewhere/else' }), '/somewhere/else')
  if (isRoot) assert.equal(defaultDataDirectory({ HOME: '/root' }), '/var/lib/muster')
  else if (process.platform === 'linux') {
    assert.equal(defaultDataDirectory({ HOME: '/home/a' }), '/home/a/.local/share/muster')
    assert.equal(defaultDataDirectory({ HOME: '/home/a', XDG_DATA_HOME: '/home/a/data' }), '/home/a/data/muster')
  }
})

test('a new data directory cannot be listed by others, and one that was there keeps its mode', async () => {
  const place = await makeScratchDirectory()
  try {
    await mkdir(join(place.path, 'old'), { mode: 0o750 })
    await makeDataDirectory(join(place.path, 'old', 'new', 'newer'))
    const modes = ['old', 'old/new', 'old/new/newer'].map(
      async (path) => (await stat(join(place.path, path))).mode & 0o777,
    )
    const made = isRoot ? 0o711 : 0o700
    assert.deepEqual(await Promise.all(modes), [0o750, made, made])
  } finally {
    await place.remove()
  }
})
