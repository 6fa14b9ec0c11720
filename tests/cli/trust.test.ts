import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { cliOf } from '../support/cli.ts'

const fixture = (name: string) => fileURLToPath(new URL(`../fleet/fixtures/${name}`, import.meta.url))

test('a server whose certificate nobody vouches for is refused, with the remedy, and trusted with --ca', async () => {
  const keys = { cert: readFileSync(fixture('test-only-cert.pem')), key: readFileSync(fixture('test-only-key.pem')) }
  const requests: string[] = []
  const server = createServer(keys, (request, response) => {
    requests.push(request.headers.authorization ?? '')
    response.end(JSON.stringify({ items: [], next_cursor: null }))
  }).listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  try {
    const { port } = server.address() as AddressInfo
    const muster = cliOf({ MUSTER_URL: `https://127.0.0.1:${port}`, MUSTER_TOKEN: 'secret' })
    const refused = await muster('group', 'list')
    assert.deepEqual([refused.code, /--ca FILE/.test(refused.err), requests.length], [3, true, 0], refused.err)
    const trusted = await muster('--ca', fixture('test-only-cert.pem'), 'group', 'list')
    assert.deepEqual([trusted.code, requests], [0, ['Bearer secret']], trusted.err)
    for (const wrong of ['/nonexistent', fixture('test-only-key.pem')]) {
      assert.equal((await muster('--ca', wrong, 'group', 'list')).code, 2)
    }
  } finally {
    server.closeAllConnections()
    server.close()
  }
})
