import assert from 'node:assert/strict'
import { request as httpRequest } from 'node:http'
import { connect } from 'node:net'
import { after, before, test } from 'node:test'
import { type EchoServer, startEchoServer } from '../../../../tests/support/echo-server.ts'

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
