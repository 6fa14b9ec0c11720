import assert from 'node:assert/strict'
import { test } from 'node:test'
import { defaultDataDirectory as directoryOfCli } from '@muster/cli/client/data-directory.ts'
import { defaultDataDirectory as directoryOfServer } from '@muster/server/data-directory.ts'
import { cliOf, startCli } from '../support/cli.ts'
import { createTestDatabase } from '../support/database.ts'
import { waitUntil } from '../support/embedded-server.ts'
import { makeScratchDirectory } from '../support/scratch-directory.ts'

test('"muster serve" serves on its options, lets the operator in without a word, and stops gracefully on SIGTERM', async () => {
  const database = await createTestDatabase()
  const directory = await makeScratchDirectory()
  const serving = startCli(['serve', '--port', '0', '--data-dir', directory.path], { DATABASE_URL: database.url })
  try {
    await waitUntil('it serves', () => /"msg":"serving"/.test(serving.said.out))
    const url = /"url":"(http:[^"]+)"[^\n]*"msg":"serving"/.exec(serving.said.out)![1]!
    const muster = cliOf({ MUSTER_DATA_DIR: directory.path })
    const { code, out } = await muster('--server', url, 'group', 'list', '--json')
    assert.deepEqual([code, JSON.parse(out)[0].group_id], [0, 'default'])
    serving.child.kill('SIGTERM')
    assert.equal((await serving.ended).code, 0)
    assert.match(serving.said.out, /"msg":"stopped"/)
  } finally {
    serving.child.kill('SIGKILL')
    await database.drop()
    await directory.remove()
  }
})

test('a server that cannot start says why, and "muster serve" ends as it does', async () => {
  const { code, err } = await cliOf({ MUSTER_PORT: 'none' })('serve')
  assert.equal(code, 1)
  assert.match(err, /MUSTER_PORT/)
})

test('the program looks for the operator token where the server keeps its data', () => {
  for (const environment of [
    {},
    { MUSTER_DATA_DIR: 'relative/place' },
    { HOME: '/home/somebody' },
    { HOME: '/home/somebody', XDG_DATA_HOME: '/home/somebody/data' },
  ]) {
    assert.equal(directoryOfCli(environment), directoryOfServer(environment))
  }
})
