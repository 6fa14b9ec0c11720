import { parseServerMessage } from '@muster/core/agent/messages.ts'
import { agentPaths, messageBytesMax } from '@muster/core/agent/protocol.ts'
import { WebSocket } from 'ws'
import type { OpenLink } from './link.ts'

const handshakeMilliseconds = 20_000
const farewellMilliseconds = 3000
const silentHeartbeats = 2.5

/** Errors of a server that is away; anything else in the handshake may be a proxy's doing. */
const away = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH']

export const openSocketLink: OpenLink = ({ server, ca }, events) => {
  const url = new URL(agentPaths.socket, server)
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:'
  const socket = new WebSocket(url, {
    perMessageDeflate: false,
    maxPayload: messageBytesMax,
    handshakeTimeout: handshakeMilliseconds,
    ...(ca !== undefined && { ca }),
  })
  let heard = false
  let problem = ''
  let isAway = false
  let heardAt = Date.now()
  let beat: NodeJS.Timeout | undefined

  /** A connection that a router forgot looks open for ever: whoever does not answer is gone. */
  function keepAlive(seconds: number): void {
    clearInterval(beat)
    beat = setInterval(() => {
      if (Date.now() - heardAt > seconds * 1000 * silentHeartbeats) {
        problem = 'the server fell silent'
        socket.terminate()
      } else socket.send(JSON.stringify({ type: 'heartbeat' }))
    }, seconds * 1000)
  }

  socket.on('message', (data) => {
    const parsed = parseServerMessage(String(data))
    heard = true
    heardAt = Date.now()
    if (parsed.ok) {
      if (parsed.message.type === 'welcome') keepAlive(parsed.message.heartbeat_seconds)
      events.message(parsed.message)
    } else if (parsed.unknown !== undefined) events.unknown(parsed.unknown)
    else {
      problem = `the server sent what this agent does not understand: ${parsed.problem}`
      socket.close(4400, 'malformed')
    }
  })
  socket.on('error', (error: NodeJS.ErrnoException) => {
    problem ||= error.message || (error.code ?? 'the connection failed')
    isAway = away.includes(error.code ?? '') || (error as { errors?: unknown }).errors !== undefined
  })
  socket.on('close', (code, reason) => {
    clearInterval(beat)
    events.closed({ problem: problem || reason.toString() || `closed with code ${code}`, proxy: !heard && !isAway })
  })
  return {
    transport: 'socket',
    send(message) {
      if (socket.readyState === WebSocket.OPEN) socket.send(JSON.stringify(message))
    },
    close() {
      return new Promise((resolve) => {
        if (socket.readyState === WebSocket.CLOSED) return resolve()
        const timer = setTimeout(() => socket.terminate(), farewellMilliseconds)
        socket.once('close', () => {
          clearTimeout(timer)
          resolve()
        })
        socket.close(1000)
      })
    },
  }
}
