import assert from 'node:assert/strict'
import { existsSync, mkdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, test } from 'node:test'
import { deepPathIn, queryOnce, runServerProcess, waitUntil } from '../../../../../tests/support/embedded-server.ts'
import { makeScratchDirectory } from '../../../../../tests/support/scratch-directory.ts'
import { isAlive } from './process-facts.ts'
import { DirectoryInUseError, type EmbeddedPostgres, startEmbeddedPostgres } from './start.ts'

let place: { path: string; remove(): Promise<void> }
let directory: string
const running: EmbeddedPostgres[] = []

const start = async (options: Partial<Parameters<typeof startEmbeddedPostgres>[0]> = {}) => {
  const server = await startEmbeddedPostgres({ directory, ...options })
  running.push(server)
  return server
}

beforeEach(async () => {
  place = await makeScratchDirectory()
  directory = join(place.path, 'postgresql')
})

afterEach(async () => {
  await Promise.all(running.splice(0).map((server) => server.stop()))
  await place.remove()
})

test('the first start makes the database, and the next finds what was in it', async () => {
  const first = await start()
  await queryOnce(first.url, 'create table kept as select 42 as answer')
  await first.stop()
  await first.stop()
  const second = await start()
  assert.deepEqual(
    await queryOnce(second.url, 'select answer, current_database() as name, current_user as role from kept'),
    [{ answer: 42, name: 'muster', role: 'muster' }],
  )
})

test('text sorts by code point, and case knows all of Unicode', async () => {
  const server = await start({ settings: { fsync: false } })
  const rows = await queryOnce(
    server.url,
    `select upper('ärger') as upper, array_to_string(array(select unnest('{b,B,a}'::text[]) order by 1), '') as sorted`,
  )
  assert.deepEqual(rows, [{ upper: 'ÄRGER', sorted: 'Bab' }])
})

test('it listens on its socket alone, in a directory that only its user can enter', async () => {
  const server = await start({ settings: { fsync: false } })
  const socketDirectory = new URL(server.url).searchParams.get('host')!
  assert.equal(statSync(socketDirectory).mode & 0o777, 0o700)
  assert.deepEqual(await queryOnce(server.url, 'show listen_addresses'), [{ listen_addresses: '' }])
  await server.stop()
  assert.equal(existsSync(socketDirectory), false)
})

test('variables of libpq in the environment do not lead anybody astray', async () => {
  const server = await runServerProcess(
    { directory },
    { env: { ...process.env, PGPORT: '1', PGSSLMODE: 'require', PGDATA: '/nowhere' } },
  )
  server.process.kill('SIGTERM')
  await waitUntil('it has stopped', () => !isAlive(server.pid))
})

test('a second server on the same directory is refused by the number of the process that has it', async () => {
  const other = await runServerProcess({ directory })
  try {
    await assert.rejects(start(), (error) => {
      assert.ok(error instanceof DirectoryInUseError)
      assert.equal(error.pid, other.process.pid)
      assert.match(error.message, new RegExp(`in use by process ${other.process.pid}\\b.*MUSTER_DATA_DIR`))
      return true
    })
    assert.deepEqual(await queryOnce(other.url, 'select 1 as one'), [{ one: 1 }])
  } finally {
    other.process.kill('SIGTERM')
    await waitUntil('it has stopped', () => !isAlive(other.pid))
  }
})

test('of many that start on one directory at once, exactly one gets it', async () => {
  const outcomes = await Promise.allSettled(Array.from({ length: 5 }, () => start({ settings: { fsync: false } })))
  const refused = outcomes.filter((outcome) => outcome.status === 'rejected')
  assert.equal(refused.length, 4)
  for (const { reason } of refused) assert.ok(reason instanceof DirectoryInUseError)
})

test('when the postmaster is killed, a new one recovers what was committed', async () => {
  const server = await start()
  const killed = server.pid
  await queryOnce(server.url, 'create table kept as select 42 as answer')
  process.kill(killed, 'SIGKILL')
  await waitUntil('another postmaster runs', () => server.pid !== killed)
  assert.deepEqual(await queryOnce(server.url, 'select answer from kept'), [{ answer: 42 }])
})

test('when its process is killed, the server ends too, and the next start recovers what was committed', async () => {
  const other = await runServerProcess({ directory })
  await queryOnce(other.url, 'create table kept as select 42 as answer')
  other.process.kill('SIGKILL')
  await waitUntil('no server is left', () => !isAlive(other.pid))
  const server = await start()
  assert.deepEqual(await queryOnce(server.url, 'select answer from kept'), [{ answer: 42 }])
})

test('when its process and the postmaster are killed at once with a statement running, the next start recovers', async () => {
  const other = await runServerProcess({ directory })
  await queryOnce(other.url, 'create table kept as select 42 as answer')
  const busy = queryOnce(other.url, 'select pg_sleep(600)').catch(() => undefined)
  await waitUntil('the statement runs', async () => {
    const rows = await queryOnce(
      other.url,
      `select from pg_stat_activity where query like '%pg_sleep(600)' and wait_event = 'PgSleep'`,
    )
    return rows.length === 1
  })
  process.kill(other.pid, 'SIGKILL')
  other.process.kill('SIGKILL')
  const server = await start()
  assert.deepEqual(await queryOnce(server.url, 'select answer from kept'), [{ answer: 42 }])
  await busy
})

test('a first start that was cut short leaves nothing in the way of the next', async () => {
  mkdirSync(join(directory, 'data.new.cut-short'), { recursive: true })
  writeFileSync(join(directory, 'data.new.cut-short', 'half'), 'written')
  await start({ settings: { fsync: false } })
  assert.equal(existsSync(join(directory, 'data.new.cut-short')), false)
})

test('a directory deeper than a socket address is long serves, and is locked all the same', async () => {
  directory = deepPathIn(place.path)
  const server = await start({ settings: { fsync: false } })
  assert.deepEqual(await queryOnce(server.url, 'select 1 as one'), [{ one: 1 }])
  await assert.rejects(start(), DirectoryInUseError)
  const { pid } = server
  await server.stop()
  assert.equal(isAlive(pid), false)
})

test('a start that fails quotes the log, and lets go of the directory', async () => {
  await assert.rejects(
    start({ settings: { fsync: false, no_such_setting: 1 } }),
    /did not start[\s\S]*unrecognized configuration parameter "no_such_setting"/,
  )
  await start({ settings: { fsync: false } })
})
