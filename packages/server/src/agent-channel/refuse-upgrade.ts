import { randomUUID } from 'node:crypto'
import type { Duplex } from 'node:stream'
import type { ErrorBody } from '@muster/core/error-code.ts'

/** 400 in the form of all errors, and the end of the connection: what comes after the head was meant for another protocol. */
export function refuseUpgrade(socket: Duplex): void {
  const requestId = randomUUID()
  const message = 'There is no other protocol at this address: ask again without the header Upgrade.'
  const answer: ErrorBody = { error: { code: 'invalid_request', message, errors: [], request_id: requestId } }
  const body = JSON.stringify(answer)
  const head = [
    'HTTP/1.1 400 Bad Request',
    'Connection: close',
    `X-Request-Id: ${requestId}`,
    'Cache-Control: no-store',
    'Content-Type: application/json; charset=utf-8',
    `Content-Length: ${Buffer.byteLength(body)}`,
  ]
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`, () => socket.destroy())
}
