import type { AddressInfo } from 'node:net'
import { type WebSocket, WebSocketServer } from 'ws'
import { moment } from '../support/agent-sockets.ts'

export type BareOrder = { readonly do: 'address' } | { readonly do: 'tell'; readonly text: string }

/** The limit: a server that only holds connections, says the same to all of them, and that a result has come. */
const sockets = new Set<WebSocket>()
const stored = JSON.stringify({ type: 'stored', command_ids: ['A'.repeat(43)] })
const server = new WebSocketServer({ host: '127.0.0.1', port: 0, perMessageDeflate: false, clientTracking: false })
server.on('connection', (socket) => {
  sockets.add(socket)
  socket.on('close', () => sockets.delete(socket))
  socket.on('error', () => undefined)
  socket.on('message', (data: Buffer) => {
    if (data.includes('"type":"result"')) socket.send(stored)
  })
})
const listening = new Promise((resolve) => server.on('listening', resolve))

async function carryOut(order: BareOrder): Promise<unknown> {
  if (order.do === 'address') {
    await listening
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  }
  const startedAt = moment()
  for (const socket of sockets) socket.send(order.text)
  return startedAt
}

process.on('message', ({ number, order }: { number: number; order: BareOrder }) => {
  carryOut(order).then((answer) => process.send?.({ number, answer }))
})
process.on('disconnect', () => process.exit())
