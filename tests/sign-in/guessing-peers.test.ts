import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { startWholeServer, type WholeServer } from '../support/whole-server.ts'

let server: WholeServer

before(async () => {
  server = await startWholeServer({ MUSTER_TRUSTED_PROXIES: '127.0.0.1' })
})
after(() => server?.close())

let serial = 0
/** At a user that nobody guessed at before: only the address is counted. */
async function guessFrom(address: string): Promise<number> {
  serial += 1
  const headers = { 'content-type': 'application/json', 'x-forwarded-for': address }
  const body = JSON.stringify({ email: `user${serial}@example.com`, password: 'wrong' })
  return (await fetch(`${server.url}/api/v1/session`, { method: 'POST', headers, body })).status
}

test('addresses that a proxy tells of wait each for itself; of IPv6 a whole network is one', async () => {
  for (let i = 1; i <= 30; i += 1) assert.equal(await guessFrom(`2001:db8:1:2::${i.toString(16)}`), 401, `guess ${i}`)
  assert.equal(await guessFrom('2001:db8:1:2:ffff::1'), 429)
  assert.equal(await guessFrom('2001:db8:1:3::1'), 401)
  assert.equal(await guessFrom('192.0.2.1'), 401)
})

test('an address that only claims to have come through the proxy is not believed', async () => {
  for (let i = 1; i <= 30; i += 1) assert.equal(await guessFrom(`192.0.2.${i}, 198.51.100.7`), 401, `guess ${i}`)
  assert.equal(await guessFrom('203.0.113.9, 198.51.100.7'), 429)
})

test('an address that begins sign-ins without end is stopped, and no other one is', async () => {
  const begin = async (address: string, path = '/api/v1/session/passkey/options', method = 'POST') => {
    const headers = { 'x-forwarded-for': address }
    return (await fetch(server.url + path, { method, headers, redirect: 'manual' })).status
  }
  const statuses = new Set<number>()
  for (let round = 0; round < 25 && !statuses.has(429); round += 1) {
    const some = Array.from({ length: 100 }, (_, index) => begin(`2001:db8:7:1::${index.toString(16)}`))
    for (const status of await Promise.all(some)) statuses.add(status)
  }
  assert.deepEqual([...statuses].sort(), [200, 429])
  assert.equal(await begin('2001:db8:7:1::1', '/auth/oidc/start', 'GET'), 429)
  assert.equal(await begin('2001:db8:7:2::1'), 200)
})
