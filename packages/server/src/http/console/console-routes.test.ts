import assert from 'node:assert/strict'
import { mkdir, writeFile } from 'node:fs/promises'
import { get } from 'node:http'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { after, before, test } from 'node:test'
import { brotliCompressSync, brotliDecompressSync, gunzipSync, gzipSync } from 'node:zlib'
import { startTestHttpServer, type TestHttpServer } from '../../../../../tests/support/http-server.ts'
import { makeScratchDirectory } from '../../../../../tests/support/scratch-directory.ts'
import { consoleRoutes } from './console-routes.ts'
import { readConsoleBuild } from './read-build.ts'

const script = 'export const answer = 42\n'
let scratch: Awaited<ReturnType<typeof makeScratchDirectory>>
let server: TestHttpServer

before(async () => {
  scratch = await makeScratchDirectory()
  await mkdir(join(scratch.path, 'assets'))
  const write = (name: string, content: string | Buffer) => writeFile(join(scratch.path, name), content)
  await write('index.html', '<!doctype html><meta name="style-nonce" nonce="{{style-nonce}}">')
  await write('color-scheme.js', 'void 0\n')
  await write('assets/index-abc123.js', script)
  await write('assets/index-abc123.js.br', brotliCompressSync(script))
  await write('assets/index-abc123.js.gz', gzipSync(script))
  await write('assets/index-abc123.js.map', '{}')
  server = await startTestHttpServer(() => consoleRoutes(readConsoleBuild(scratch.path)))
})

after(async () => {
  await server?.close()
  await scratch?.remove()
})

/** Without a client's own ideas of encodings. */
async function fetchRaw(path: string, headers: Record<string, string> = {}) {
  return new Promise<{ status: number; headers: NodeJS.Dict<string | string[]>; body: Buffer }>((resolve, reject) => {
    get(server.base + path, { headers }, async (answer) => {
      resolve({ status: answer.statusCode!, headers: answer.headers, body: await buffer(answer) })
    }).on('error', reject)
  })
}

test('every page has the same document, never kept without asking; no other address has it', async () => {
  for (const path of ['/', '/devices', '/devices/a%2Fb', '/settings?tab=identity', '/setup']) {
    const { status, headers, body } = await fetchRaw(path)
    assert.equal(status, 200, path)
    assert.equal(headers['content-type'], 'text/html; charset=utf-8')
    assert.equal(headers['cache-control'], 'no-cache')
    assert.match(body.toString(), /^<!doctype html>/)
  }
  for (const path of ['/nowhere', '/index.html', '/devices/a/b', '/api/v1/nowhere', '/assets/', '/.git/config']) {
    const { status, body } = await fetchRaw(path)
    assert.equal(status, 404, path)
    assert.equal(JSON.parse(body.toString()).error.code, 'not_found')
  }
})

test('scripts come from this server alone; style elements need the nonce of this very answer', async () => {
  const nonces = new Set<string>()
  for (let round = 0; round < 3; round += 1) {
    const { headers, body } = await fetchRaw('/devices')
    const nonce = /nonce="([^"]+)"/.exec(body.toString())![1]!
    nonces.add(nonce)
    const policy = String(headers['content-security-policy'])
    assert.match(policy, /default-src 'none'/)
    assert.match(policy, /script-src 'self';/)
    assert.match(policy, /frame-ancestors 'none'/)
    assert.ok(policy.includes(`style-src 'self' 'nonce-${nonce}';`))
    assert.doesNotMatch(policy, /unsafe|\*/)
  }
  assert.equal(nonces.size, 3)
})

test('a file whose name is its hash is kept for ever, and goes out compressed as the client takes it', async () => {
  const path = '/assets/index-abc123.js'
  const plain = await fetchRaw(path)
  assert.equal(plain.body.toString(), script)
  assert.equal(plain.headers['content-encoding'], undefined)
  assert.equal(plain.headers['cache-control'], 'public, max-age=31536000, immutable')
  assert.equal(plain.headers.vary, 'accept-encoding')
  assert.equal(plain.headers['content-type'], 'text/javascript; charset=utf-8')

  const br = await fetchRaw(path, { 'accept-encoding': 'gzip, deflate, br' })
  assert.equal(br.headers['content-encoding'], 'br')
  assert.equal(brotliDecompressSync(br.body).toString(), script)

  const gzip = await fetchRaw(path, { 'accept-encoding': 'gzip, br;q=0' })
  assert.equal(gzip.headers['content-encoding'], 'gzip')
  assert.equal(gunzipSync(gzip.body).toString(), script)

  const refused = await fetchRaw(path, { 'accept-encoding': 'identity, *;q=0' })
  assert.equal(refused.headers['content-encoding'], undefined)
})

test('a file of the console with a name of its own is asked for again; what is no part of it is not served', async () => {
  const { status, headers } = await fetchRaw('/color-scheme.js')
  assert.equal(status, 200)
  assert.equal(headers['cache-control'], 'no-cache')
  for (const path of ['/assets/index-abc123.js.map', '/assets/index-abc123.js.br', '/assets/..%2Findex.html']) {
    assert.equal((await fetchRaw(path)).status, 404, path)
  }
})

test('a server without a built console says how to build it', async () => {
  const bare = await startTestHttpServer(() => consoleRoutes(readConsoleBuild(join(scratch.path, 'nowhere'))))
  try {
    const answer = await fetch(bare.base)
    assert.equal(answer.status, 200)
    assert.match(await answer.text(), /npm run console/)
  } finally {
    await bare.close()
  }
})
