import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { appendFileSync, readFileSync, realpathSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, test } from 'node:test'
import { queryOnce, waitUntil } from '../../../../../tests/support/embedded-server.ts'
import { makeScratchDirectory } from '../../../../../tests/support/scratch-directory.ts'
import { chooseIdentity } from './identity.ts'
import { boundLogFile } from './log-file.ts'
import { launchPostmaster } from './postmaster.ts'
import { isAlive } from './process-facts.ts'
import { findPrograms } from './programs.ts'
import { makeSocketDirectory } from './socket-directory.ts'
import { startEmbeddedPostgres } from './start.ts'

let place: { path: string; remove(): Promise<void> }
let directory: string

beforeEach(async () => {
  place = await makeScratchDirectory()
  directory = join(realpathSync(place.path), 'postgresql')
  const server = await startEmbeddedPostgres({ directory })
  await queryOnce(server.url, 'create table kept as select 42 as answer')
  await server.stop()
})

afterEach(() => place.remove())

test('a server left running by a process that is gone is stopped, and its data served', async () => {
  const left = await launchAlone()
  const server = await startEmbeddedPostgres({ directory })
  try {
    assert.equal(isAlive(left.pid), false)
    assert.deepEqual(await queryOnce(server.url, 'select answer from kept'), [{ answer: 42 }])
  } finally {
    await server.stop()
  }
})

test('a pid file whose number some other process has by now is no obstacle, and that process lives on', async () => {
  const identity = chooseIdentity(join(directory, 'data'))
  const bystander = spawn('sleep', ['600'], { ...identity, cwd: '/', stdio: 'ignore' })
  try {
    const left = await launchAlone()
    const file = join(directory, 'data', 'postmaster.pid')
    const text = readFileSync(file, 'utf8')
    await left.stop()
    writeFileSync(file, text.replace(/^\d+/, String(bystander.pid)))
    const server = await startEmbeddedPostgres({ directory })
    await server.stop()
    assert.ok(isAlive(bystander.pid!))
  } finally {
    bystander.kill('SIGKILL')
  }
})

test('where the kernel sends no signal at our death, the watching shell does', async () => {
  const module = new URL('death-signal.ts', import.meta.url).href
  const program = `
    import { spawn } from 'node:child_process'
    import { watchFromOutside } from ${JSON.stringify(module)}
    const child = spawn('sleep', ['600'], { detached: true, stdio: 'ignore' })
    watchFromOutside(child.pid, undefined)
    console.log(child.pid)`
  const parent = spawn(process.execPath, ['--input-type=module', '--eval', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [line] = (await once(parent.stdout, 'data')) as [Buffer]
  const watched = Number(line.toString())
  assert.ok(isAlive(watched))
  parent.kill('SIGKILL')
  await waitUntil('the watched process has ended', () => !isAlive(watched))
})

test('the log of the server stays bounded, and one of before is kept', async () => {
  const log = join(directory, 'postgresql.log')
  const before = statSync(log).size
  await boundLogFile(log, before)
  assert.equal(statSync(log).size, before)
  appendFileSync(log, 'one line more\n')
  await boundLogFile(log, before)
  assert.equal(statSync(log).size, 0)
  assert.match(readFileSync(`${log}.1`, 'utf8'), /one line more\n$/)
})

// A server that no supervisor holds the lock for.
async function launchAlone() {
  const dataDirectory = join(directory, 'data')
  const identity = chooseIdentity(dataDirectory)
  return launchPostmaster({
    programs: await findPrograms({ identity, copyTo: [], major: undefined }),
    dataDirectory,
    socketDirectory: await makeSocketDirectory(directory, identity),
    logPath: join(directory, 'postgresql.log'),
    settings: {},
    identity,
  })
}
