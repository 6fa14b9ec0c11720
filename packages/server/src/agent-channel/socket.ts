import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { type Hello, parseAgentMessage, type RefusalCode, type ServerMessage } from '@muster/core/agent/messages.ts'
import {
  agentPaths,
  agentProtocol,
  type CloseReason,
  closeCodes,
  messageBytesMax,
} from '@muster/core/agent/protocol.ts'
import type { Logger } from 'pino'
import { type WebSocket, WebSocketServer } from 'ws'
import type { AgentPeer } from '../operations/agent-caller.ts'
import type { RefuseAgent } from '../operations/refuse-agent.ts'
import type { Desk } from './desk.ts'
import type { Nonces } from './nonces.ts'
import type { AgentSession, AgentTransport } from './session.ts'

export interface SocketTools {
  readonly desk: Desk
  readonly nonces: Nonces
  readonly refuse: RefuseAgent
  readonly log: Logger
  readonly now: () => Date
}

/** Time that a new connection has to prove itself. */
const helloMilliseconds = 15_000
/** Connections that have not proven anything yet; more are turned away, so that strangers cannot use up the memory. */
const strangersMax = 20_000
/** An agent that does not read what it is sent is cut off; it connects again and gets what waits. */
const unreadBytesMax = 8 * 1024 * 1024

export interface SocketServer {
  /** Takes over an upgrade request for the agents' path. */
  handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer, from: AgentPeer): void
  /** Resolves when every socket is closed; one whose agent does not answer the farewell is cut off. */
  close(): Promise<void>
}

const farewellMilliseconds = 2000

export function createSocketServer(tools: SocketTools): SocketServer {
  const server = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    perMessageDeflate: false,
    maxPayload: messageBytesMax,
  })
  const sockets = new Set<WebSocket>()
  let strangers = 0
  return {
    handleUpgrade(request, socket, head, from) {
      // Agents are no browsers: a page of another site must not get this far.
      if (request.headers.origin !== undefined) return turnAway(socket, '403 Forbidden')
      if (strangers >= strangersMax) return turnAway(socket, '503 Service Unavailable')
      strangers += 1
      let counted = true
      const known = () => {
        if (counted) strangers -= 1
        counted = false
      }
      socket.once('close', known)
      server.handleUpgrade(request, socket, head, (ws) => {
        sockets.add(ws)
        ws.on('close', () => sockets.delete(ws))
        serve(tools, ws, from, known)
      })
    },
    async close() {
      server.close()
      const gone = [...sockets].map((ws) => new Promise((resolve) => ws.once('close', resolve)))
      for (const ws of sockets) ws.close(closeCodes.leaving)
      const timer = setTimeout(() => {
        for (const ws of sockets) ws.terminate()
      }, farewellMilliseconds)
      await Promise.all(gone)
      clearTimeout(timer)
    },
  }
}

/** stranger → (hello) → judged → session; whatever does not fit ends the connection with a code and a reason. */
function serve({ desk, nonces, refuse, log, now }: SocketTools, ws: WebSocket, from: AgentPeer, known: () => void) {
  const nonce = nonces.issue()
  const transport = toTransport(ws)
  let stage: 'stranger' | 'judged' | AgentSession = 'stranger'
  const timer = setTimeout(() => refuseWith('malformed', 'no hello came'), helloMilliseconds)

  ws.on('error', (error) => log.debug({ err: error, peer: from.peer }, 'an agent’s socket failed'))
  ws.on('close', () => {
    clearTimeout(timer)
    if (typeof stage === 'object') desk.gone(stage)
  })
  ws.on('message', (data, isBinary) => {
    const parsed = isBinary ? binary : parseAgentMessage(String(data))
    if (!parsed.ok) refuseWith('malformed', parsed.problem)
    else if (typeof stage === 'object') desk.receive(stage, parsed.message)
    else if (stage === 'stranger' && parsed.message.type === 'hello') {
      stage = 'judged'
      judge(parsed.message).catch((error: unknown) => {
        log.warn({ err: error }, 'could not judge a hello')
        transport.close('overloaded', 'try again soon')
      })
    } else refuseWith('malformed', 'a hello comes first, and once')
  })
  const challenge = {
    type: 'challenge',
    protocol: agentProtocol,
    nonce,
    server_time: Math.floor(now().getTime() / 1000),
  }
  ws.send(JSON.stringify(challenge))

  async function judge(hello: Hello): Promise<void> {
    clearTimeout(timer)
    if (hello.nonce !== nonce || !nonces.take(nonce)) {
      refuse(from, { accountId: undefined, code: 'nonce_refused', deviceId: hello.device_id })
      return refuseWith('nonce_refused', 'This is not the nonce of this connection, or it is too old.')
    }
    const admission = await desk.admit(hello, from)
    known()
    if (admission.kind === 'refused') return refuseWith(admission.code, admission.message)
    if (admission.kind === 'dismissed') {
      transport.send(JSON.stringify(admission.message))
      return transport.close('retired', 'the enrolment has ended')
    }
    // Also where it has gone meanwhile: it counts as online since it was admitted.
    stage = await desk.open(hello, admission, from, transport)
    if (ws.readyState !== ws.OPEN) desk.gone(stage)
  }

  function refuseWith(code: RefusalCode, message: string): void {
    const refused: ServerMessage = { type: 'refused', code, message }
    transport.send(JSON.stringify(refused))
    transport.close(code === 'malformed' ? 'malformed' : 'refused', message)
  }
}

const binary = { ok: false, problem: 'messages are text' } as const

function toTransport(ws: WebSocket): AgentTransport {
  return {
    send(text) {
      if (ws.readyState !== ws.OPEN) return
      if (ws.bufferedAmount > unreadBytesMax) ws.terminate()
      else ws.send(text)
    },
    close(reason: CloseReason, message: string) {
      if (ws.readyState !== ws.OPEN) return
      ws.close(closeCodes[reason], shorten(message))
    },
  }
}

/** A close frame holds 123 bytes of reason. */
function shorten(text: string): string {
  return Buffer.from(text).subarray(0, 120).toString().replaceAll('\ufffd', '')
}

function turnAway(socket: Duplex, status: string): void {
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`)
}

export function isAgentSocketPath(url: string | undefined): boolean {
  return url?.split('?', 1)[0] === agentPaths.socket
}
