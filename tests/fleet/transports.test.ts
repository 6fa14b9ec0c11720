import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http'
import { type AddressInfo, connect as connectTo, type Server as NetServer } from 'node:net'
import { after, afterEach, before, beforeEach, test } from 'node:test'
import { createServer as createTlsServer } from 'node:tls'
import { fileURLToPath } from 'node:url'
import { openPollLink } from '@muster/agent/connection/poll-link.ts'
import { openSocketLink } from '@muster/agent/connection/socket-link.ts'
import { agentPaths } from '@muster/core/agent/protocol.ts'
import { WebSocketServer } from 'ws'
import { waitUntil } from '../support/embedded-server.ts'
import { sendRaw } from '../support/raw-http.ts'
import { type AgentProcess, makeAgentProcess } from './support/agent-process.ts'
import { type AgentServer, startAgentServer } from './support/agent-server.ts'

let server: AgentServer
let agent: AgentProcess

before(async () => {
  server = await startAgentServer()
})

after(() => server.close())

beforeEach(async () => {
  agent = await makeAgentProcess()
})

afterEach(() => agent.remove())

/** Passes requests on, and no upgrades: an old proxy answers those as if they were plain requests. */
function passOn(target: string) {
  return (incoming: IncomingMessage, answer: ServerResponse) => {
    const onward = request(
      new URL(incoming.url!, target),
      { method: incoming.method!, headers: { ...incoming.headers, connection: 'keep-alive' } },
      (response) => {
        answer.writeHead(response.statusCode!, response.headers)
        response.pipe(answer)
      },
    )
    onward.on('error', () => answer.destroy())
    answer.on('close', () => onward.destroy())
    incoming.pipe(onward)
  }
}

async function listen(proxy: NetServer): Promise<number> {
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve))
  return (proxy.address() as AddressInfo).port
}

async function fetchLog(): Promise<void> {
  const { actionId } = await server.act('fetch_agent_log', [await agent.deviceId()])
  await waitUntil('it has succeeded', async () => (await server.commands(actionId))[0]!.state === 'succeeded')
}

test('behind a proxy that lets no socket through the agent falls back to polling by itself', async () => {
  const proxy = createServer(passOn(server.base))
  try {
    const base = `http://127.0.0.1:${await listen(proxy)}`
    assert.equal((await agent.enrol(base, await server.makeToken())).code, 0)
    agent.start()
    await fetchLog()
    const { output } = await agent.program('status', '--json')
    assert.equal(JSON.parse(output).connection.transport, 'poll')
  } finally {
    proxy.closeAllConnections()
    proxy.close()
  }
})

test('over TLS the agent trusts the given authority, and without it nobody', async () => {
  const certificate = fileURLToPath(new URL('fixtures/test-only-cert.pem', import.meta.url))
  const key = readFileSync(new URL('fixtures/test-only-key.pem', import.meta.url))
  const front = createTlsServer({ key, cert: readFileSync(certificate) }, (incoming) => {
    const onward = connectTo(Number(new URL(server.base).port), '127.0.0.1')
    incoming.pipe(onward).pipe(incoming)
    for (const socket of [incoming, onward]) socket.on('error', () => [incoming, onward].map((one) => one.destroy()))
  })
  try {
    const base = `https://127.0.0.1:${await listen(front)}`
    const token = await server.makeToken()
    const distrusted = await agent.enrol(base, token)
    assert.equal(distrusted.code, 1)
    assert.match(distrusted.errors, /self-signed certificate/)
    const trusted = await agent.enrol(base, token, '--ca', certificate)
    assert.equal(trusted.code, 0, trusted.errors)
    agent.start('--transport', 'socket')
    await fetchLog()
  } finally {
    await agent.kill('SIGTERM')
    front.close()
  }
})

test('an agent that polls gets its commands at once, is seen online, and says goodbye', async () => {
  assert.equal((await agent.enrol(server.base, await server.makeToken())).code, 0)
  const deviceId = await agent.deviceId()
  agent.start('--transport', 'poll')
  await waitUntil('it is online', () => server.isOnline(deviceId))
  await fetchLog()
  await fetchLog()
  await agent.kill('SIGTERM')
  await waitUntil('it is offline', async () => !(await server.isOnline(deviceId)))
})

for (const [transport, open] of Object.entries({ socket: openSocketLink, poll: openPollLink })) {
  test(`an agent on a ${transport} goes on past a message that only a later version knows`, async () => {
    const words = [{ type: 'of_tomorrow' }, { type: 'heartbeat' }]
    const later = createServer((incoming, answer) => {
      const [, known] = words
      answer.end(JSON.stringify(incoming.url === agentPaths.challenge ? known : { messages: words, cursor: 0 }))
    })
    new WebSocketServer({ server: later }).on('connection', (socket) => {
      for (const word of words) socket.send(JSON.stringify(word))
      socket.close(1000, 'the poll ended')
    })
    const heard: string[] = []
    try {
      const address = { server: `http://127.0.0.1:${await listen(later)}` }
      const problem = await new Promise((resolve) => {
        const link = open(address, {
          message: ({ type }) => void heard.push(type),
          unknown: (type) => void heard.push(`unknown: ${type}`),
          closed: (end) => resolve(end.problem),
        })
        link.send({ type: 'heartbeat' })
      })
      assert.equal(problem, 'the poll ended')
      assert.deepEqual(heard.slice(-2), ['unknown: of_tomorrow', 'heartbeat'])
    } finally {
      later.closeAllConnections()
      later.close()
    }
  })
}

test('an upgrade at another address is answered also by a Node.js that hands over every one of them', async () => {
  const older = createServer()
  server.channel.attach(older)
  try {
    const base = `http://127.0.0.1:${await listen(older)}`
    const head = 'GET /elsewhere HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n'
    const answer = await sendRaw(base, Buffer.from(head))
    assert.equal(answer?.status, 400)
    const { error } = JSON.parse(answer.body)
    assert.equal(error.code, 'invalid_request')
    assert.ok(answer.headers.includes(`X-Request-Id: ${error.request_id}\r\n`))
  } finally {
    older.closeAllConnections()
    older.close()
  }
})
