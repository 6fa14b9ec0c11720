import { randomUUID } from 'node:crypto'
import type { Server } from 'node:http'
import type { Duplex } from 'node:stream'
import { errorBody } from './answer-error.ts'

const statusLines: Record<string, string> = {
  HPE_HEADER_OVERFLOW: '431 Request Header Fields Too Large',
  ERR_HTTP_REQUEST_TIMEOUT: '408 Request Timeout',
}

/** Answers what is not HTTP enough to become a request: no route, no framework, only the socket. */
export function answerBrokenHttp(error: NodeJS.ErrnoException, socket: Duplex): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy()
    return
  }
  socket.end(errorText(statusLines[error.code ?? ''] ?? '400 Bad Request', 'This is not a valid HTTP request.'))
}

/** What Node.js would answer by itself, without a word of ours, or not at all. */
export function answerUnusualHttp(server: Server): void {
  server.on('checkExpectation', (_request, response) => {
    const { headers, body } = errorParts('The header Expect asks for what this server does not know.')
    response.writeHead(417, headers).end(body)
  })
  // The route says when it reads a body: who is turned away before has not sent it for nothing.
  server.on('checkContinue', (request, response) => void server.emit('request', request, response))
  server.on('connect', (_request, socket) => {
    socket.on('error', () => socket.destroy())
    socket.end(errorText('400 Bad Request', 'This server is no proxy.'), () => socket.destroy())
  })
}

function errorText(statusLine: string, message: string): string {
  const { headers, body } = errorParts(message)
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`)
  return `HTTP/1.1 ${statusLine}\r\n${lines.join('')}\r\n${body}`
}

function errorParts(message: string): { headers: Record<string, string>; body: string } {
  const requestId = randomUUID()
  const body = JSON.stringify(errorBody('invalid_request', message, [], requestId))
  const headers = {
    Connection: 'close',
    'X-Request-Id': requestId,
    'Cache-Control': 'no-store',
    'Content-Type': 'application/json; charset=utf-8',
    'Content-Length': String(Buffer.byteLength(body)),
  }
  return { headers, body }
}
