import assert from 'node:assert/strict'
import { pbkdf2 } from 'node:crypto'
import { test } from 'node:test'
import { makeScratchDirectory } from '../../../../../tests/support/scratch-directory.ts'
import { launchPostmaster } from './postmaster.ts'

test('a server that ends at once is an error, however busy this process is', async () => {
  const place = await makeScratchDirectory()
  const free = keepThreadsBusy()
  try {
    await assert.rejects(
      launchPostmaster({
        programs: { postgres: '/bin/false', initdb: '/bin/false', version: '18', major: 18 },
        dataDirectory: place.path,
        socketDirectory: place.path,
        logPath: `${place.path}/log`,
        settings: {},
        identity: undefined,
      }),
      /PostgreSQL did not start \(exit code 1\)/,
    )
  } finally {
    free()
    await place.remove()
  }
})

/** Files are read and closed on the same few threads, and wait behind this. */
function keepThreadsBusy(): () => void {
  let busy = true
  const work = () => {
    if (busy) pbkdf2('password', 'salt', 60_000, 32, 'sha256', work)
  }
  for (let thread = 0; thread < 8; thread += 1) work()
  return () => {
    busy = false
  }
}
