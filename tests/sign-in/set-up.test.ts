import assert from 'node:assert/strict'
import { existsSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { makeSetUpToken } from '@muster/server/operations/sign-in/set-up-administrator.ts'
import { ConsoleClient, testPassword } from '../support/console-client.ts'
import { startNativeServer } from '../support/native-client.ts'
import { startServerProcess, type TestServerProcess } from '../support/server-process.ts'

// The real process: what it prints and writes is the way in.
let server: TestServerProcess
let link: URL

before(async () => {
  server = await startServerProcess()
  link = new URL(/ (http\S+\/setup#token=\S+)\n/.exec(server.output())?.[1] ?? assert.fail(server.output()))
})
after(() => server?.stop())

const administrator = (token: string, name: string) => ({
  token,
  name,
  email: `${name.toLowerCase()}@example.com`,
  password: testPassword,
})
const tokenOf = (url: URL) => url.hash.replace('#token=', '')

test('a start without users prints one link, and keeps it in a file of its user alone', () => {
  const file = join(server.directory, 'setup.link')
  assert.equal(readFileSync(file, 'utf8').trim(), link.href)
  assert.equal(statSync(file).mode & 0o777, 0o600)
  assert.equal(link.origin, server.url)
  assert.equal(server.output().split(tokenOf(link)).length - 1, 1)
})

test('only the current link sets up, and only with a password that is one', async () => {
  const browser = new ConsoleClient(server.url)
  assert.equal((await browser.call('GET', '/sign-in')).body.set_up_needed, true)
  const wrong = await browser.call('POST', '/setup', administrator('msu_wrong', 'Eve'))
  assert.deepEqual([wrong.status, wrong.body.error.code], [401, 'wrong_credentials'])
  for (const password of ['short', 'aaaaaaaaaaaaaaaa', 'eve@example.com']) {
    const { status } = await browser.call('POST', '/setup', { ...administrator(tokenOf(link), 'Eve'), password })
    assert.equal(status, 400, password)
  }
  assert.equal(browser.cookie, undefined)
})

test('of many who set up at once one becomes the administrator; from then on there is no set-up', async () => {
  const browsers = Array.from({ length: 6 }, () => new ConsoleClient(server.url))
  const answers = await Promise.all(
    browsers.map((browser, i) => browser.call('POST', '/setup', administrator(tokenOf(link), `Person${i}`))),
  )
  assert.deepEqual(answers.map(({ status }) => status).sort(), [201, 404, 404, 404, 404, 404])
  const winner = answers.findIndex(({ status }) => status === 201)
  const { user, scopes } = (await browsers[winner]!.call('GET', '/session')).body
  assert.deepEqual(
    [user.name, user.role, scopes],
    [`Person${winner}`, 'administrator', ['read', 'actions', 'operate', 'admin']],
  )
  assert.equal((await browsers[0]!.call('GET', '/sign-in')).body.set_up_needed, false)
  assert.equal((await browsers[0]!.call('POST', '/setup', administrator(tokenOf(link), 'Late'))).status, 404)
  while (existsSync(join(server.directory, 'setup.link'))) await new Promise((resolve) => setImmediate(resolve))
})

test('a session opens the native API alone: neither the wire API nor the agents’ channel look at cookies', async () => {
  const browser = await new ConsoleClient(server.url).signIn(await firstUser())
  const headers = { cookie: browser.cookie!, 'x-csrf-token': browser.csrfToken!, 'content-type': 'application/json' }
  const send = async (path: string, body: object) =>
    (await fetch(server.url + path, { method: 'POST', headers, body: JSON.stringify(body) })).status
  assert.equal(await send('/o/api/v3.3/devices/action', { types: 'exempt', ids: ['nobody'] }), 401)
  assert.equal(await send('/agent/v1/poll', { messages: [], after: 0, wait_seconds: 0 }), 401)
  assert.equal(await send('/api/v1/groups', { name: 'New' }), 201)
})

test('each start makes the link before worthless, and none is made once a user exists', async () => {
  const other = await startNativeServer()
  try {
    const browser = new ConsoleClient(other.base)
    const [first, second] = [await makeSetUpToken(other.services), await makeSetUpToken(other.services)]
    assert.equal((await browser.call('POST', '/setup', administrator(first!, 'Ada'))).status, 401)
    assert.equal((await browser.call('POST', '/setup', administrator(second!, 'Ada'))).status, 201)
    assert.equal(await makeSetUpToken(other.services), undefined)
    const { rows } = await other.services.pool.query('select count(*)::integer as links from set_up_link')
    assert.equal(rows[0].links, 0)
  } finally {
    await other.close()
  }
})

async function firstUser(): Promise<string> {
  const answer = await fetch(`${server.url}/api/v1/users`, {
    headers: { authorization: `Bearer ${server.operatorToken}` },
  })
  return ((await answer.json()) as { items: { email: string }[] }).items[0]!.email
}
