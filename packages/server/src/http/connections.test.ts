import assert from 'node:assert/strict'
import { Agent, request as httpRequest } from 'node:http'
import { connect } from 'node:net'
import { after, before, test } from 'node:test'
import { type EchoServer, startEchoServer } from '../../../../tests/support/echo-server.ts'
import { sendRaw } from '../../../../tests/support/raw-http.ts'

let echo: EchoServer
let base: string

before(async () => {
  echo = await startEchoServer()
  base = echo.base
})

after(() => echo.close())

test('what is not HTTP is a JSON 400, and the server lives on', async () => {
  const { port } = new URL(base)
  const text = await new Promise<string>((resolve, reject) => {
    let received = ''
    const socket = connect(Number(port), '127.0.0.1', () => socket.write('NONSENSE\r\n\r\n'))
    socket.setEncoding('utf8').on('data', (chunk: string) => {
      received += chunk
    })
    socket.on('end', () => resolve(received)).on('error', reject)
  })
  assert.match(text, /^HTTP\/1\.1 400 [\s\S]*"code":"invalid_request"/)
  assert.equal((await fetch(`${base}/refuse`)).status, 409)
})

/** Lines of a request as they are; the answer is an error in the form of all errors, and tells its id twice. */
async function expectRaw(lines: string[], status: number, code: string): Promise<void> {
  const answer = await sendRaw(base, Buffer.from(`${lines.join('\r\n')}\r\n\r\n`))
  assert.equal(answer?.status, status, lines[0])
  assert.match(answer.headers, /\r\ncontent-type: application\/json/i)
  assert.match(answer.headers, /\r\nconnection: close/i)
  const { error } = JSON.parse(answer.body)
  assert.equal(error.code, code, lines.join())
  assert.deepEqual(Object.keys(error), ['code', 'message', 'errors', 'request_id'])
  assert.match(answer.headers.toLowerCase(), new RegExp(`\r\nx-request-id: ${error.request_id}\r\n`))
}

test('what is hardly HTTP is answered in the form of all errors, and never kept waiting', async () => {
  const close = ['Host: muster', 'Connection: close']
  await expectRaw(['GET /refuse HTTP/1.1', 'Connection: close'], 400, 'invalid_request')
  await expectRaw(['GET /refuse HTTP/1.1', ...close, 'Expect: tea'], 417, 'invalid_request')
  await expectRaw(['POST /nowhere HTTP/1.1', ...close, 'Expect: tea', 'Content-Length: 9'], 417, 'invalid_request')
  await expectRaw(['CONNECT muster:443 HTTP/1.1', ...close], 400, 'invalid_request')
  await expectRaw(['PRI * HTTP/2.0', ''], 400, 'invalid_request')
  await expectRaw(['GET /refuse HTTP/1.1', ...close, `X-Long: ${'x'.repeat(20_000)}`], 431, 'invalid_request')
  const both = [...close, 'Content-Length: 2', 'Transfer-Encoding: chunked']
  await expectRaw(['POST /public/echo HTTP/1.1', ...both], 400, 'invalid_request')
})

test('a request that would rather speak another protocol is answered in this one, but at the address of a socket', async () => {
  echo.server.server.on('upgrade', (_request, socket) => void socket.end('HTTP/1.1 101 Switching Protocols\r\n\r\n'))
  const ask = (path: string, upgrade: string) => [
    `GET ${path} HTTP/1.1`,
    'Host: muster',
    'Connection: Upgrade, HTTP2-Settings, close',
    `Upgrade: ${upgrade}`,
  ]
  for (const upgrade of ['h2c', 'websocket', 'TLS/1.2']) {
    await expectRaw(ask('/refuse', upgrade), 409, 'conflict')
    await expectRaw(ask('/nowhere', upgrade), 404, 'not_found')
  }
  await expectRaw(ask('/socket', 'h2c'), 404, 'not_found')
  const opened = await sendRaw(base, Buffer.from(`${ask('/socket?a=1', 'WebSocket').join('\r\n')}\r\n\r\n`))
  assert.equal(opened?.status, 101)
})

test('a connection is used again after a refused body', async () => {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  const sockets = new Set<unknown>()
  for (const body of ['{ nonsense', `"${'x'.repeat(1_000_001)}"`, '{}']) {
    await new Promise<void>((resolve, reject) => {
      const headers = { authorization: 'Bearer reader', 'content-type': 'application/json' }
      const request = httpRequest(`${base}/o/api/v3/echo`, { agent, method: 'POST', headers })
      request.on('socket', (socket) => sockets.add(socket)).on('error', reject)
      request.on('response', (answer) => answer.resume().on('end', () => setImmediate(resolve))).end(body)
    })
  }
  agent.destroy()
  assert.equal(sockets.size, 1)
})

test('a client of HTTP/1.0 without Host is answered, and the connection closed', async () => {
  const answer = await sendRaw(base, Buffer.from('GET /refuse HTTP/1.0\r\n\r\n'))
  assert.equal(answer?.status, 409)
})

test('who writes a body that is too large to its end, reads the 413 then; who asks first is told before it writes', async () => {
  const length = 12_000_000
  const head = (extra: string) =>
    `POST /o/api/v3/echo HTTP/1.1\r\nHost: muster\r\nAuthorization: Bearer reader\r\nContent-Type: application/json\r\n${extra}\r\n\r\n`
  const write = (bytes: string) =>
    new Promise<string>((resolve, reject) => {
      const { port } = new URL(base)
      let text = ''
      const socket = connect(Number(port), '127.0.0.1', () => socket.write(bytes))
      socket.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk
        if (text.endsWith('}')) socket.destroy()
      })
      socket.on('error', reject).on('close', () => resolve(text))
    })
  const tooLarge = /^HTTP\/1\.1 413 [\s\S]*"code":"too_large"/
  assert.match(await write(`${head(`Content-Length: ${length}`)}${'x'.repeat(length)}`), tooLarge)
  const chunk = `f4240\r\n${'x'.repeat(1_000_000)}\r\n`
  assert.match(await write(`${head('Transfer-Encoding: chunked')}${chunk.repeat(12)}0\r\n\r\n`), tooLarge)
  const asked = await write(head(`Expect: 100-continue\r\nContent-Length: ${length}`))
  assert.match(asked, tooLarge)
  assert.match(asked, /\r\nconnection: close/i)
  // Told by its length, and never sent to its end.
  const half = await write(`${head('Content-Length: 100000000')}${'x'.repeat(70_000_000)}`)
  assert.match(half, tooLarge)
  assert.match(half, /\r\nconnection: close/i)
  const small = await write(`${head('Expect: 100-continue\r\nConnection: close\r\nContent-Length: 2')}{}`)
  assert.match(small, /^HTTP\/1\.1 100 Continue\r\n\r\nHTTP\/1\.1 200 /)
})

test('close lets a request in flight finish and refuses new connections', async () => {
  const { server, base: at } = await echo.startNode()
  const { entered, release } = echo.holdNext()
  const inFlight = fetch(`${at}/held`)
  await entered
  const closed = server.close()
  const refused = await new Promise((resolve) => {
    const probe = () =>
      httpRequest(`${at}/refuse`, { agent: false })
        .on('response', (answer) => answer.resume().on('end', () => setImmediate(probe)))
        .on('error', (error: NodeJS.ErrnoException) => resolve(error.code))
        .end()
    probe()
  })
  assert.equal(refused, 'ECONNREFUSED')
  release()
  const answer = await inFlight
  assert.equal(answer.status, 200)
  assert.equal(answer.headers.get('connection'), 'close')
  assert.deepEqual(await answer.json(), { held: true })
  await closed
})
