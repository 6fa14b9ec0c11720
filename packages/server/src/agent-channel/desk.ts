import type { AgentMessage, CommandNews, Hello, Result } from '@muster/core/agent/messages.ts'
import { type Admission, admitAgents, type Candidate, retirement } from '../operations/admit-agents.ts'
import type { AgentPeer } from '../operations/agent-caller.ts'
import { recordGone, recordInventories, recordSeen } from '../operations/agent-presence.ts'
import type { Report } from '../operations/check-in.ts'
import type { CommandBook } from '../operations/command-book.ts'
import type { EnrolTools } from '../operations/enrol-device.ts'
import { type AgentNews, recordCommandNews } from '../operations/record-command-news.ts'
import { makeSessionToken } from '../operations/session-token.ts'
import { createErrands } from './errands.ts'
import { gather } from './gather.ts'
import { createHandOut } from './hand-out.ts'
import { createHub, type Hub } from './hub.ts'
import { perAccount } from './per-account.ts'
import { type AgentSession, type AgentTransport, tell } from './session.ts'

export interface DeskOptions {
  readonly heartbeatSeconds: number
  readonly reportBytesMax: number
}

/** Where all agents end up, whichever way they came: it lets them in, hands out commands, takes what they say. */
export interface Desk {
  readonly hub: Hub
  admit(hello: Hello, from: AgentPeer): Promise<Admission>
  /** Welcomes an admitted agent, in the place of an earlier connection of it, and gives it what waits. */
  open(
    hello: Hello,
    admission: Admission & { kind: 'admitted' },
    from: AgentPeer,
    transport: AgentTransport,
  ): Promise<AgentSession>
  receive(session: AgentSession, message: AgentMessage): void
  /** The connection is gone, with or without a goodbye. */
  gone(session: AgentSession): void
  /** Ends all connections; what was said before is recorded. */
  close(): Promise<void>
}

const tokenLifetimeMilliseconds = 12 * 3600 * 1000
const gatherNews = { milliseconds: 25, itemsMax: 5000 }
const gatherHellos = { milliseconds: 8, itemsMax: 2000 }
/** An agent that is silent for this many heartbeats is gone. */
const heartbeatsMissedMax = 2.5

export function createDesk(tools: EnrolTools, book: CommandBook, options: DeskOptions): Desk {
  const { services, keyring, refuse } = tools
  const { log, bus, now } = services
  const hub = createHub()
  const errands = createErrands(log)
  const handOut = createHandOut(services, book, hub)

  const hellos = perAccount((accountId) =>
    gather<Candidate, Admission>(gatherHellos, (candidates) => admitAgents(tools, accountId, candidates)),
  )
  const arrivals = perAccount((accountId) =>
    gather<AgentSession, void>(gatherHellos, async (sessions) => {
      await handOut.devices(accountId, sessions)
      return sessions.map(() => undefined)
    }),
  )
  const news = perAccount((accountId) =>
    gather<AgentNews, boolean>(gatherNews, (items) => recordCommandNews({ services, book }, accountId, items)),
  )
  const inventories = perAccount((accountId) =>
    gather<Report, void>(gatherNews, async (reports) => {
      await recordInventories(services, accountId, [...new Map(reports.map((one) => [one.deviceKey, one])).values()])
      return reports.map(() => undefined)
    }),
  )
  const departures = perAccount((accountId) =>
    gather<{ deviceKey: string; connection: number }, void>(gatherNews, async (ended) => {
      await recordGone(services, accountId, ended)
      return ended.map(() => undefined)
    }),
  )
  const quietly = (doing: string) => (error: unknown) => log.warn({ err: error }, doing)

  async function tokenFor(session: Omit<AgentSession, 'transport'>) {
    const expiresAt = Math.floor((session.tokenMadeAt + tokenLifetimeMilliseconds) / 1000)
    const { accountId, deviceKey, deviceId, generation, connection } = session
    const facts = { accountId, deviceKey, deviceId, generation, connection, expiresAt }
    return { session: await makeSessionToken(keyring, facts), session_expires_at: expiresAt }
  }

  function takeNews(session: AgentSession, said: CommandNews): void {
    const { accountId, deviceKey, generation } = session
    news
      .of(accountId)
      .add({ deviceKey, generation, news: said })
      .then((own) => {
        if (own && said.type === 'result') tell(session, { type: 'stored', command_ids: [said.command_id] })
        if (!own) disown(session, said)
      })
      // The agent keeps what was not stored, and says it again.
      .catch(quietly('could not record what an agent said'))
  }

  function disown(session: AgentSession, said: CommandNews | Result): void {
    refuse(session.from, {
      accountId: session.accountId,
      code: 'foreign_command',
      deviceId: session.deviceId,
      deviceKey: session.deviceKey,
      details: { said: said.type, command_id: said.command_id },
    })
    tell(session, { type: 'disowned', command_ids: [said.command_id] })
  }

  const seen = new Map<number, Set<string>>()
  function heard(session: AgentSession): void {
    session.heardAt = now().getTime()
    const keys = seen.get(session.accountId) ?? new Set()
    seen.set(session.accountId, keys.add(session.deviceKey))
  }

  async function answerHeartbeat(session: AgentSession): Promise<void> {
    tell(session, { type: 'heartbeat' })
    if (now().getTime() - session.tokenMadeAt < tokenLifetimeMilliseconds / 2) return
    session.tokenMadeAt = now().getTime()
    tell(session, { type: 'session', ...(await tokenFor(session)) })
  }

  function leave(session: AgentSession, connection: number): void {
    departures
      .of(session.accountId)
      .add({ deviceKey: session.deviceKey, connection })
      .catch(quietly('could not record that an agent left'))
  }

  const onQueued = ({ accountId, actionId }: { accountId: number; actionId: string }) =>
    errands.run(`hand out ${actionId}`, () => handOut.action(accountId, actionId))
  const onCancelled = ({ accountId, actionId }: { accountId: number; actionId: string }) =>
    errands.run(`cancel ${actionId}`, () => handOut.cancellations(accountId, actionId))
  const onRemoved = ({ accountId, deviceKeys }: { accountId: number; deviceKeys: string[] }) => {
    const sessions = deviceKeys.flatMap((key) => hub.find(accountId, key) ?? [])
    if (sessions.length === 0) return
    keyring.of(accountId).then((ring) => {
      for (const session of sessions) {
        tell(session, retirement(ring, session.deviceId, session.generation))
        session.transport.close('retired', 'the enrolment has ended')
      }
    }, quietly('could not tell agents that their enrolment ended'))
  }
  bus.on('commands-queued', onQueued)
  bus.on('commands-cancelled', onCancelled)
  bus.on('devices-removed', onRemoved)

  const flushSeen = () => {
    for (const [accountId, keys] of seen) {
      recordSeen(services, accountId, [...keys]).catch(quietly('could not record who was seen'))
    }
    seen.clear()
  }
  const dropSilent = () => {
    const since = now().getTime() - options.heartbeatSeconds * heartbeatsMissedMax * 1000
    for (const session of hub.all()) {
      if (session.heardAt < since) session.transport.close('silent', 'no heartbeat came')
    }
  }
  const timers = [setInterval(flushSeen, 30_000), setInterval(dropSilent, options.heartbeatSeconds * 500)]

  return {
    hub,
    admit: (hello, from) => hellos.of(hello.account).add({ hello, from }),
    async open(hello, { deviceKey, connection }, from, transport) {
      const at = now().getTime()
      const facts = {
        accountId: hello.account,
        deviceKey,
        deviceId: hello.device_id,
        generation: hello.generation,
        connection,
        from,
        heardAt: at,
        tokenMadeAt: at,
      }
      const token = await tokenFor(facts)
      const session = { ...facts, transport }
      hub.add(session)?.transport.close('replaced', 'the device connected again')
      tell(session, {
        type: 'welcome',
        connection,
        heartbeat_seconds: options.heartbeatSeconds,
        ...token,
        report_bytes_max: options.reportBytesMax,
        server_time: Math.floor(at / 1000),
      })
      arrivals
        .of(session.accountId)
        .add(session)
        .catch((error: unknown) => {
          log.warn({ err: error }, 'could not hand out what waited for agents that connected')
          transport.close('overloaded', 'try again soon')
        })
      return session
    },
    receive(session, message) {
      heard(session)
      switch (message.type) {
        case 'accepted':
        case 'deferred':
        case 'progress':
        case 'result':
          return takeNews(session, message)
        case 'heartbeat':
          answerHeartbeat(session).catch(quietly('could not renew a session'))
          return
        case 'inventory':
          inventories
            .of(session.accountId)
            .add({ deviceKey: session.deviceKey, ...message, peer: session.from.peer })
            .catch(quietly('could not record an inventory'))
          return
        case 'goodbye':
          return leave(session, message.connection)
        case 'hello':
          return session.transport.close('malformed', 'a hello comes once')
      }
    },
    gone(session) {
      if (hub.remove(session)) leave(session, session.connection)
    },
    async close() {
      bus.off('commands-queued', onQueued)
      bus.off('commands-cancelled', onCancelled)
      bus.off('devices-removed', onRemoved)
      for (const timer of timers) clearInterval(timer)
      await errands.close()
      for (const session of [...hub.all()]) {
        session.transport.close('leaving', 'the server is stopping')
        if (hub.remove(session)) leave(session, session.connection)
      }
      for (const gatherers of [hellos, arrivals, news, inventories, departures]) await gatherers.flush()
    },
  }
}
