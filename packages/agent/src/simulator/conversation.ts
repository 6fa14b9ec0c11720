import { type AgentMessage, parseServerMessage, type ServerMessage, type Welcome } from '@muster/core/agent/messages.ts'
import { agentPaths, messageBytesMax } from '@muster/core/agent/protocol.ts'
import { WebSocket } from 'ws'
import { noteError, noteTime } from './measures.ts'
import type { Appointment } from './wheel.ts'
import type { World } from './world.ts'

export interface ConversationEvents {
  /** What to answer to a challenge. */
  hello(nonce: string): AgentMessage
  /** When the first heartbeat is due, as a share of the interval: those who connect together must not beat together. */
  firstBeat(): number
  welcome(welcome: Welcome): void
  message(message: ServerMessage): void
  /** Once, at the end. */
  closed(code: number, problem: string): void
}

const handshakeMilliseconds = 30_000
const silentHeartbeats = 2.5

/** One connection: it waits for its turn, proves itself, keeps alive, and hands over what the server says. */
export class Conversation {
  readonly #world: World
  readonly #events: ConversationEvents
  #socket: WebSocket | undefined
  #cut = false
  #startedAt = 0
  #heardAt = 0
  #beat: Appointment | undefined
  #holdsTurn = false
  isWelcome = false

  constructor(world: World, events: ConversationEvents) {
    this.#world = world
    this.#events = events
  }

  /** `atOnce`: it waits for nobody's turn. */
  async open({ atOnce }: { atOnce: boolean }): Promise<void> {
    if (!atOnce) {
      await this.#world.connecting.enter()
      this.#holdsTurn = true
    }
    if (this.#cut) return this.#closed(1000, '')
    this.#startedAt = performance.now()
    const { server, ca } = this.#world.address
    const socket = new WebSocket(server.replace(/^http/, 'ws') + agentPaths.socket, {
      perMessageDeflate: false,
      maxPayload: messageBytesMax,
      handshakeTimeout: handshakeMilliseconds,
      ...(ca !== undefined && { ca }),
    })
    this.#socket = socket
    let problem = ''
    socket.on('message', (data) => this.#hear(String(data)))
    socket.on('error', (error: NodeJS.ErrnoException) => {
      problem = error.code ?? error.message
    })
    socket.on('close', (code, reason) => this.#closed(code, problem || reason.toString()))
  }

  send(message: AgentMessage): void {
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify(message))
  }

  /** As a pulled cable would end it. */
  cut(): void {
    this.#cut = true
    this.#socket?.terminate()
  }

  /** Says no more, and closes in order; resolves when it is closed. */
  async leave(): Promise<void> {
    const socket = this.#socket
    this.#cut = true
    if (socket === undefined || socket.readyState === WebSocket.CLOSED) return
    await new Promise<void>((resolve) => {
      socket.once('close', () => resolve())
      if (socket.readyState === WebSocket.OPEN) socket.close(1000)
      else socket.terminate()
    })
  }

  #hear(text: string) {
    this.#heardAt = performance.now()
    const { measures } = this.#world
    const parsed = parseServerMessage(text)
    if (!parsed.ok) {
      if (parsed.unknown !== undefined) return
      noteError(measures, `not understood: ${parsed.problem}`, { expected: false })
      return this.cut()
    }
    const { message } = parsed
    if (message.type === 'challenge') return this.send(this.#events.hello(message.nonce))
    if (message.type !== 'welcome') return this.#events.message(message)
    this.isWelcome = true
    this.#giveTurn()
    noteTime(measures, 'connect', performance.now() - this.#startedAt)
    measures.connected += 1
    const everyMilliseconds = message.heartbeat_seconds * 1000
    this.#beatIn(everyMilliseconds * this.#events.firstBeat(), everyMilliseconds)
    this.#events.welcome(message)
  }

  #beatIn(milliseconds: number, everyMilliseconds: number) {
    const { wheel, measures } = this.#world
    this.#beat = wheel.after(milliseconds, () => {
      if (performance.now() - this.#heardAt > everyMilliseconds * silentHeartbeats) {
        noteError(measures, 'the server fell silent', { expected: true })
        return this.cut()
      }
      measures.counts.heartbeats += 1
      this.send({ type: 'heartbeat' })
      this.#beatIn(everyMilliseconds, everyMilliseconds)
    })
  }

  #closed(code: number, problem: string): void {
    this.#giveTurn()
    this.#beat?.cancel()
    if (this.isWelcome) this.#world.measures.connected -= 1
    this.isWelcome = false
    this.#events.closed(code, problem)
  }

  #giveTurn(): void {
    if (this.#holdsTurn) this.#world.connecting.leave()
    this.#holdsTurn = false
  }
}
