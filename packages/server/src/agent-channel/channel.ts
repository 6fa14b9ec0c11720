import { randomUUID } from 'node:crypto'
import type { IncomingMessage, Server } from 'node:http'
import type { Duplex } from 'node:stream'
import { startPresence } from '../operations/agent-presence.ts'
import { createByteBudget } from '../operations/byte-budget.ts'
import { type CommandBook, createCommandBook } from '../operations/command-book.ts'
import { createKeyring } from '../operations/keyring.ts'
import { createRefuseAgent } from '../operations/refuse-agent.ts'
import { createTurns } from '../operations/turns.ts'
import type { Route } from '../route.ts'
import type { Services } from '../services.ts'
import { createDesk } from './desk.ts'
import { enrolRoutes } from './enrol-routes.ts'
import { createNonces } from './nonces.ts'
import { pollRoutes } from './poll-routes.ts'
import { refuseUpgrade } from './refuse-upgrade.ts'
import { releaseRoutes } from './release-routes.ts'
import { reportRoutes } from './report-routes.ts'
import { createSocketServer, isAgentSocketPath } from './socket.ts'
import { watchBrakes } from './watch-brakes.ts'

export interface AgentChannelOptions {
  /** How often agents make themselves heard. Default 25: proxies cut what is idle for a minute. */
  readonly heartbeatSeconds?: number
  /** Largest report that is taken. Default 64 MiB. */
  readonly reportBytesMax?: number
}

export interface AgentChannel {
  /** Enrolment, the long poll, uploads; to be registered with the other routes. */
  readonly routes: readonly Route[]
  /** For the job that watches the deadlines. */
  readonly book: CommandBook
  /** How many agents are connected to this node. */
  connected(): number
  /** Takes the WebSocket upgrades of an HTTP server for the agents' path; `peerOf` as the routes see the peer. */
  attach(server: Server, peerOf?: (request: IncomingMessage) => string | undefined): void
  /** Closes every connection, after what agents have said is recorded. */
  close(): Promise<void>
}

/** Reports that are read as a whole take some six times their size in memory. */
const readBytesMax = 32 * 1024 * 1024

/** Each may hold a piece of 512 KiB in memory; who is turned away comes again by itself. */
const uploadsWaitingMax = 200

/** A third of the connections: the rest is for everything else. */
function uploadsAtOnce({ pool }: Services): number {
  return Math.max(1, Math.floor(pool.options.max / 3))
}

/** Opens the channel between this node and the agents. At the start nobody is online. */
export async function openAgentChannel(services: Services, options: AgentChannelOptions = {}): Promise<AgentChannel> {
  const { heartbeatSeconds = 25, reportBytesMax = 64 * 1024 * 1024 } = options
  await startPresence(services)
  const { log, now } = services
  const keyring = createKeyring(services.pool)
  const refuse = createRefuseAgent(services)
  const tools = { services, keyring, refuse }
  const book = createCommandBook(services, keyring)
  const desk = createDesk(tools, book, { heartbeatSeconds, reportBytesMax })
  const nonces = createNonces(now)
  const turns = createTurns({ atOnce: uploadsAtOnce(services), waitingMax: uploadsWaitingMax })
  const brakes = watchBrakes(services)
  const sockets = createSocketServer({ desk, nonces, refuse, log, now })
  const detach: (() => void)[] = []
  return {
    routes: [
      ...enrolRoutes(tools, nonces),
      ...pollRoutes({ desk, nonces, refuse, log, now, keyring }),
      ...releaseRoutes({ services, keyring, now }),
      ...reportRoutes({ ...tools, book, reportBytesMax, readBudget: createByteBudget(readBytesMax), now, turns }),
    ],
    book,
    connected: () => desk.hub.size,
    attach(server, peerOf = addressOf) {
      const onUpgrade = (request: IncomingMessage, socket: Duplex, head: Buffer) => {
        // Node takes its own listener off before this: a reset would end the process.
        socket.on('error', () => socket.destroy())
        // Since 24.9 Node asks first whether there is one; an older one hands every upgrade over, and minds it no more.
        if (!isAgentSocketPath(request.url)) return refuseUpgrade(socket)
        sockets.handleUpgrade(request, socket, head, { peer: peerOf(request), requestId: randomUUID() })
      }
      server.on('upgrade', onUpgrade)
      detach.push(() => server.off('upgrade', onUpgrade))
    },
    async close() {
      for (const undo of detach) undo()
      await desk.close()
      await sockets.close()
      await brakes.close()
    },
  }
}

function addressOf({ socket }: IncomingMessage): string | undefined {
  return socket.remoteAddress?.replace(/^::ffff:(?=\d+\.)/, '')
}
