import assert from 'node:assert/strict'
import { createHash, randomBytes } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { releaseMark } from '@muster/core/agent/release-file.ts'
import { releasePieceBytesMax } from '@muster/core/agent/releases.ts'
import { cliOf, type RunCli } from '../support/cli.ts'
import { startServerProcess, type TestServerProcess } from '../support/server-process.ts'

let server: TestServerProcess
let muster: RunCli
let file: string
const bytes = randomBytes(2 * releasePieceBytesMax + 1000)
const sha256 = createHash('sha256').update(bytes).digest('hex')

before(async () => {
  server = await startServerProcess()
  muster = cliOf({ MUSTER_URL: server.url, MUSTER_TOKEN: server.operatorToken })
  file = join(server.directory, 'muster-agent')
  writeFileSync(file, bytes)
})
after(() => server.stop())

const list = async () => JSON.parse((await muster('agent-release', 'list', '--json')).out)

async function call(path: string, body: object | Uint8Array<ArrayBuffer>) {
  const isRaw = body instanceof Uint8Array
  const answer = await fetch(`${server.url}/api/v1${path}`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${server.operatorToken}`,
      'content-type': isRaw ? 'application/octet-stream' : 'application/json',
    },
    body: isRaw ? body : JSON.stringify(body),
  })
  return { status: answer.status, body: JSON.parse(await answer.text()) }
}

test('a release is sent in pieces, published to a group and a share of it, widened, and withdrawn', async () => {
  await muster('group', 'create', 'Pilots', '--id', 'pilots')
  const published = await muster(
    ...['agent-release', 'publish', file, '--release', '1.4.0', '--group', 'pilots', '--percent', '10', '--json'],
  )
  assert.equal(published.code, 0, published.err)
  const release = JSON.parse(published.out)
  assert.deepEqual(
    [release.state, release.sha256, release.received_bytes, release.group_id, release.percent, release.allow_downgrade],
    ['published', sha256, bytes.length, 'pilots', 10, false],
  )
  const widened = await muster('agent-release', 'rollout', release.release_id, '--all-groups', '--percent', '100')
  assert.equal(widened.out, '1.4.0 is offered to 100 % of all devices\n')
  assert.equal((await muster('agent-release', 'withdraw', release.release_id)).code, 0)
  assert.equal((await list())[0].state, 'withdrawn')
  const late = await muster('agent-release', 'rollout', release.release_id, '--percent', '5')
  assert.deepEqual([late.code, /withdrawn/.test(late.err)], [1, true])
})

test('an upload that broke off goes on where it was', async () => {
  const announced = await call('/agent-releases', {
    version: '1.5.0',
    platform: 'linux-x64',
    size_bytes: bytes.length,
    sha256,
  })
  const id = announced.body.release_id
  const first = new Uint8Array(bytes.subarray(0, releasePieceBytesMax))
  assert.equal((await call(`/agent-releases/${id}/pieces?offset=0`, first)).status, 200)
  const published = await muster('agent-release', 'publish', file, '--release', '1.5.0', '--json')
  assert.equal(published.code, 0, published.err)
  assert.equal(JSON.parse(published.out).release_id, id)
})

test('what is not the file that was announced is never published', async () => {
  const facts = { version: '1.6.0', platform: 'linux-x64', size_bytes: 4, sha256: '0'.repeat(64) }
  const { release_id: id } = (await call('/agent-releases', facts)).body
  assert.equal((await call(`/agent-releases/${id}/publish`, {})).status, 409)
  const beyond = await call(`/agent-releases/${id}/pieces?offset=0`, new Uint8Array(5))
  assert.deepEqual([beyond.status, beyond.body.error.code], [409, 'conflict'])
  assert.equal((await call(`/agent-releases/${id}/pieces?offset=1`, new Uint8Array(1))).status, 409)
  assert.equal((await call(`/agent-releases/${id}/pieces?offset=0`, new Uint8Array(4))).status, 200)
  const refused = await call(`/agent-releases/${id}/publish`, {})
  assert.deepEqual([refused.status, refused.body.error.code], [409, 'conflict'])
  assert.equal((await list()).find((one: { release_id: string }) => one.release_id === id).state, 'uploading')
})

test('the same file for the same devices is one release however often it is published; for others it is another', async () => {
  await muster('group', 'create', 'Desks', '--id', 'desks')
  const publish = async (...words: string[]) => {
    const { code, out, err } = await muster('agent-release', 'publish', file, '--release', '1.7.0', '--json', ...words)
    assert.equal(code, 0, err)
    return { id: JSON.parse(out).release_id }
  }
  const [first, again] = [await publish(), await publish()]
  assert.equal(again.id, first.id)
  const told = await muster('agent-release', 'publish', file, '--release', '1.7.0')
  assert.match(told.err, /It was published before.*agent-release rollout/)
  assert.notEqual((await publish('--group', 'desks')).id, first.id)
  assert.notEqual((await publish('--allow-downgrade')).id, first.id)
  await muster('agent-release', 'withdraw', first.id)
  assert.notEqual((await publish()).id, first.id)
})

test('a group that is not there is named before the file is sent, and nothing is announced', async () => {
  const before = (await list()).length
  const words = ['agent-release', 'publish', file, '--release', '1.8.0', '--group', 'nobody']
  const { code, err } = await muster(...words)
  assert.deepEqual([code, /there is no group "nobody"/.test(err), /sent/.test(err)], [2, true, false], err)
  assert.equal((await list()).length, before)
})

test('a file that says to be another version, or is for another platform, is sent by no program and published by no server', async () => {
  const marked = Buffer.concat([bytes.subarray(0, 5_000_000), Buffer.from(releaseMark('1.9.0')), bytes])
  const path = join(server.directory, 'marked')
  writeFileSync(path, marked)
  const before = (await list()).length
  const wrong = await muster('agent-release', 'publish', path, '--release', '1.9.1')
  assert.deepEqual([wrong.code, /--release is 1\.9\.1, .* 1\.9\.0/.test(wrong.err)], [2, true], wrong.err)
  const [here, other] = process.arch === 'x64' ? ['x64', 'arm64'] : ['arm64', 'x64']
  const node = ['agent-release', 'publish', process.execPath, '--release', '1.9.0', '--platform']
  const platform = await muster(...node, `${process.platform}-${other}`)
  assert.deepEqual([platform.code, platform.err.includes(`${process.platform}-${here}`)], [2, true], platform.err)
  assert.equal((await list()).length, before)

  const small = new Uint8Array(Buffer.from(`… ${releaseMark('1.9.0')}`))
  const facts = {
    platform: 'linux-x64',
    size_bytes: small.length,
    sha256: createHash('sha256').update(small).digest('hex'),
  }
  for (const [version, status] of [
    ['1.9.1', 409],
    ['1.9.0', 200],
  ] as const) {
    const { release_id: id } = (await call('/agent-releases', { ...facts, version })).body
    assert.equal((await call(`/agent-releases/${id}/pieces?offset=0`, small)).status, 200)
    const published = await call(`/agent-releases/${id}/publish`, {})
    assert.equal(published.status, status, JSON.stringify(published.body))
    if (status === 409) assert.match(published.body.error.message, /version is 1\.9\.1, .* 1\.9\.0/)
  }
  assert.equal((await muster('agent-release', 'publish', path, '--release', '1.9.0')).code, 0)
})

test('errors of the command line are a sentence with the remedy', async () => {
  const nowhere = await muster('agent-release', 'publish', '/nowhere', '--release', '1.0.0')
  assert.deepEqual([nowhere.code, /\/nowhere cannot be read/.test(nowhere.err)], [2, true])
  const words = await muster('agent-release', 'publish', file, '--release', 'latest')
  assert.notEqual(words.code, 0)
  assert.match(words.err, /version/)
  assert.match((await muster('agent-release', 'rollout', 'x')).err, /--percent/)
})
