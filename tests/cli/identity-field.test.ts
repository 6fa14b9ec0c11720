import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { cliOf, type RunCli } from '../support/cli.ts'
import { startServerProcess, type TestServerProcess } from '../support/server-process.ts'

let server: TestServerProcess
let muster: RunCli

before(async () => {
  server = await startServerProcess()
  muster = cliOf({ MUSTER_URL: server.url, MUSTER_DATA_DIR: server.directory })
})
after(() => server.stop())

const names = async () => {
  const { out, err } = await muster('identity-field', 'list', '--json')
  assert.equal(err, '')
  return JSON.parse(out).fields.map(({ name }: { name: string }) => name)
}

test('an account that has set nothing asks for a name, and fields come in, before others, and go', async () => {
  assert.deepEqual(await names(), ['name'])
  const email = ['--label', 'Your e-mail address', '--kind', 'email', '--required']
  assert.equal((await muster('identity-field', 'add', 'email', ...email)).code, 0)
  const site = ['--kind', 'choice', '--choice', 'Berlin', 'Lyon', '--before', 'email']
  const { code, out } = await muster('identity-field', 'add', 'site', ...site)
  assert.equal(code, 0)
  assert.equal(
    out,
    [
      'FIELD  KIND    REQUIRED  LABEL                CHOICES',
      'name   text    yes       Your name            -',
      'site   choice  no        site                 Berlin, Lyon',
      'email  email   yes       Your e-mail address  -',
      '',
      'Asked by Default account: To know who uses this device.',
      '',
    ].join('\n'),
  )
  assert.equal((await muster('identity-field', 'remove', 'name')).code, 0)
  assert.deepEqual(await names(), ['site', 'email'])
})

test('what list wrote, set takes; who asks and why can be said alone', async () => {
  const file = join(server.directory, 'fields.json')
  const { out } = await muster('identity-field', 'list', '--json')
  writeFileSync(file, out)
  const set = await muster('identity-field', 'set', file, '--json')
  assert.equal(set.code, 0, set.err)
  assert.deepEqual(JSON.parse(set.out).fields, JSON.parse(out).fields)
  const said = await muster('identity-field', 'set', '--asked-by', 'Example Ltd', '--purpose', 'Why not.')
  assert.match(said.out, /Asked by Example Ltd: Why not\.\n$/)
  assert.deepEqual(
    await names(),
    JSON.parse(out).fields.map(({ name }: { name: string }) => name),
  )
})

test('what is wrong is said with its place or its remedy, and changes nothing', async () => {
  const before = await names()
  const wrong: [string[], RegExp][] = [
    [['add', 'email', '--kind', 'email'], /"email" is the name of an earlier field/],
    [['add', 'color', '--kind', 'choice'], /a choice needs at least two/],
    [['add', 'Bad Name'], /fields\.\d\.name/],
    [['add', 'more', '--before', 'nobody'], /There is no field "nobody"; there are site, email/],
    [['remove', 'nobody'], /There is no field "nobody"/],
    [['set'], /Say a file of fields, --purpose or --asked-by/],
    [['set', '/nonexistent.json'], /cannot be read/],
  ]
  for (const [words, message] of wrong) {
    const { code, err } = await muster('identity-field', ...words)
    assert.equal(code, 2, words.join(' '))
    assert.match(err, message)
  }
  assert.deepEqual(await names(), before)
  await muster('identity-field', 'remove', 'site')
  assert.match((await muster('identity-field', 'remove', 'email')).err, /the only field, and something must be asked/)
})
