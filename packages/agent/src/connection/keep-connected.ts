import type { AgentMessage, Farewell, ServerMessage, Welcome } from '@muster/core/agent/messages.ts'
import type { Log } from '../log.ts'
import { type ConnectionStatus, writeConnectionStatus } from '../state/status-file.ts'
import { backOff, pause } from './back-off.ts'
import { type Conversation, converse, type Speaker } from './converse.ts'
import { openPollLink } from './poll-link.ts'
import { openSocketLink } from './socket-link.ts'

export type TransportChoice = 'auto' | 'socket' | 'poll'

export interface ConnectionTools {
  readonly speaker: Speaker
  readonly transport: TransportChoice
  readonly log: Log
  readonly statusPath: string
  /** Before each conversation. */
  prepare?(): Promise<void>
  connected(welcome: Welcome): void
  message(message: ServerMessage): void
}

export interface Connection {
  /** Whether the server has let us in, and the link stands. */
  readonly connected: boolean
  /** Lost where there is no connection: what must arrive is said again after the next welcome. */
  say(message: AgentMessage): void
  /** Resolves when the agent is told how its enrolment ended, or `stop` was called. */
  readonly ended: Promise<Farewell | undefined>
  /** Says goodbye and stays away. */
  stop(): Promise<void>
}

/** Sockets that fail so often before a word was heard are taken for a proxy's doing. */
const socketFailuresMax = 3
/** A conversation this long was a good one: the pauses start anew. */
const goodMilliseconds = 20_000

/** Connects, and connects again for as long as it takes: a server that is down is no reason to end. */
export function keepConnected(tools: ConnectionTools): Connection {
  const { speaker, log, transport } = tools
  const abort = new AbortController()
  let current: Conversation | undefined
  const unknownTypes = new Set<string>()
  const status = (now: Omit<ConnectionStatus, 'since' | 'process_id' | 'version'>) => {
    try {
      const { version } = speaker.agent
      const since = new Date().toISOString()
      writeConnectionStatus(tools.statusPath, { ...now, since, process_id: process.pid, version })
    } catch (error) {
      // A full disk is no reason to stay away.
      log.warn('cannot write down how it stands with the connection', { problem: (error as Error).message })
    }
  }

  function noteUnknown(type: string): void {
    if (!unknownTypes.has(type)) log.info('the server says what this version does not know', { type })
    unknownTypes.add(type)
  }

  async function run(): Promise<Farewell | undefined> {
    const wait = backOff({ firstMilliseconds: 1000, longestMilliseconds: 60_000 })
    let socketFailures = 0
    let lastProblem = ''
    while (!abort.signal.aborted) {
      await tools.prepare?.()
      if (abort.signal.aborted) break
      const startedAt = Date.now()
      const usePoll = transport === 'poll' || (transport === 'auto' && socketFailures >= socketFailuresMax)
      const conversation = converse(speaker, usePoll ? openPollLink : openSocketLink, {
        welcome(welcome) {
          lastProblem = ''
          log.info('connected', { server: speaker.identity.server, transport: conversation.link.transport })
          status({ connected: true, transport: conversation.link.transport })
          tools.connected(welcome)
        },
        message: tools.message,
        unknown: noteUnknown,
      })
      current = conversation
      const { problem, proxy, farewell } = await conversation.ended
      current = undefined
      if (farewell) return farewell
      if (abort.signal.aborted) break
      // After a while on the poll, the socket gets its chance again.
      socketFailures = usePoll ? 0 : proxy ? socketFailures + 1 : 0
      if (conversation.welcome && Date.now() - startedAt > goodMilliseconds) wait.reset()
      const milliseconds = wait.next()
      if (problem !== lastProblem) {
        log.warn('not connected; will try again', { server: speaker.identity.server, problem })
        status({ connected: false, problem })
      }
      lastProblem = problem
      await pause(milliseconds, abort.signal)
    }
    return undefined
  }

  return {
    ended: run(),
    get connected() {
      return current?.welcome !== undefined
    },
    say(message) {
      if (current?.welcome) current.link.send(message)
    },
    async stop() {
      abort.abort()
      if (current?.welcome) current.link.send({ type: 'goodbye', connection: current.welcome.connection })
      await current?.link.close()
      status({ connected: false, problem: 'the agent was stopped' })
    },
  }
}
