import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { isAlive } from '../../packages/server/src/db/embedded-postgres/process-facts.ts'
import { onServer, templateVariable } from './database.ts'
import { waitUntil } from './embedded-server.ts'

const runner = fileURLToPath(new URL('../../scripts/test.ts', import.meta.url))

let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'muster-runner-'))
})

afterEach(() => rm(folder, { recursive: true, force: true }))

// A run within the run must not take itself for a file of the outer one.
const clean = { ...process.env, NODE_TEST_CONTEXT: undefined, CI: undefined, [templateVariable]: undefined }
const onThisServer = { ...clean, MUSTER_TEST_DATABASE_URL: process.env[templateVariable] }
const onOwnCluster = { ...clean, MUSTER_TEST_DATABASE_URL: undefined }

const writeTest = (name: string, body: string) =>
  writeFile(join(folder, name), `import { test } from 'node:test'\n${body}`)

function run(args: string[], env: NodeJS.ProcessEnv = onThisServer) {
  const child = spawn(process.execPath, [runner, ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] })
  const result = { child, output: '', ended: Promise.resolve<number | null>(null) }
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      result.output += text
    })
  }
  result.ended = new Promise((resolve) => child.on('close', resolve))
  return result
}

const countTemplates = () =>
  onServer(async (client) => {
    const { rows } = await client.query(
      `select count(*)::int as count from pg_database where datname like 'muster\\_template\\_%'`,
    )
    return rows[0].count as number
  })

test('a run in which all pass exits with 0 and ends with the counts on a line of their own', async () => {
  await writeTest('one.test.ts', `test('one', () => undefined); test('two', () => undefined); test.skip('later')`)
  const before = await countTemplates()
  const result = run([folder])
  assert.equal(await result.ended, 0)
  assert.match(result.output, /\n2 passed, 0 failed, 1 skipped\n$/)
  assert.equal(await countTemplates(), before)
})

test('a run with a failure, or with a file that does not even load, exits with 1 and counts it', async () => {
  await writeTest('one.test.ts', `test('one', () => undefined); test('two', () => { throw new Error('planted') })`)
  await writeTest('two.test.ts', `import './no-such-file.ts'`)
  const result = run([folder])
  assert.equal(await result.ended, 1)
  assert.match(result.output, /planted[\s\S]*\n1 passed, 2 failed\n$/)
})

test('a file that does not end after its tests is named, and fails the run', async () => {
  await writeTest(
    'open.test.ts',
    `import { createServer } from 'node:net'; test('one', () => void createServer().listen(0))`,
  )
  const result = run([folder], { ...onThisServer, MUSTER_TEST_PATIENCE_SECONDS: '2' })
  assert.equal(await result.ended, 1)
  assert.match(result.output, /Nothing has happened for 2 s in: .*open\.test\.ts/)
})

test('a run in which no test runs is a failure', async () => {
  const result = run([folder])
  assert.equal(await result.ended, 1)
  assert.match(result.output, /(^|\n)0 passed, 0 failed\n$/)
})

test('flags go to the test runner, and a file that is not there is told', async () => {
  await writeTest('one.test.ts', `test('one', () => undefined); test('two', () => undefined)`)
  const some = run([join(folder, 'one.test.ts'), '--test-name-pattern=two'])
  assert.equal(await some.ended, 0)
  assert.match(some.output, /\n1 passed, 0 failed\n$/)
  const none = run(['no-such-file'])
  assert.notEqual(await none.ended, 0)
  assert.match(none.output, /There is no no-such-file to test/)
})

test('a single file run by hand says how to run it', async () => {
  const database = new URL('database.ts', import.meta.url).href
  await writeTest(
    'one.test.ts',
    `import { createTestDatabase } from '${database}'; test('one', () => createTestDatabase())`,
  )
  const child = spawn(process.execPath, ['--test', join(folder, 'one.test.ts')], {
    env: clean,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let output = ''
  for await (const chunk of child.stdout) output += chunk
  assert.match(output, /Run it with: npm test -- /)
})

for (const signal of ['SIGINT', 'SIGTERM', 'SIGKILL'] as const) {
  test(`${signal} to the run ends its tests and its cluster`, async () => {
    const mark = join(folder, 'pids')
    await writeTest(
      'slow.test.ts',
      `import { writeFileSync, renameSync } from 'node:fs'
      import { queryOnce } from ${JSON.stringify(new URL('embedded-server.ts', import.meta.url).href)}
      test('slow', async () => {
        const [{ pid }] = await queryOnce(process.env.${templateVariable}, "select pid from pg_stat_activity where backend_type = 'checkpointer'")
        writeFileSync('${mark}.new', process.pid + ' ' + pid)
        renameSync('${mark}.new', '${mark}')
        await new Promise((resolve) => setTimeout(resolve, 600_000))
      })`,
    )
    const result = run([folder], onOwnCluster)
    await waitUntil('the test runs', () => existsSync(mark))
    const pids = readFileSync(mark, 'utf8').split(' ').map(Number)
    result.child.kill(signal)
    if (signal !== 'SIGKILL') assert.notEqual(await result.ended, 0)
    await waitUntil('all have ended', () => !pids.some(isAlive))
    // Files that a killed run leaves behind are removed by the next one.
    if (signal === 'SIGKILL')
      assert.notEqual(await run([folder, '--test-name-pattern=nothing'], onOwnCluster).ended, null)
    assert.deepEqual(
      readdirSync('/tmp').filter((name) => name.startsWith(`muster-test-${result.child.pid}-`)),
      [],
    )
  })
}
