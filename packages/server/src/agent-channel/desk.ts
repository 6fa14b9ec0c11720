import type { AgentMessage, Hello } from '@muster/core/agent/messages.ts'
import type { BusEvents } from '../bus.ts'
import type { Admission, Candidate, Turned } from '../operations/admission.ts'
import { admitAgents } from '../operations/admit-agents.ts'
import type { AgentPeer } from '../operations/agent-caller.ts'
import type { CommandBook } from '../operations/command-book.ts'
import { dismissAgents } from '../operations/dismiss-agents.ts'
import type { EnrolTools } from '../operations/enrol-device.ts'
import { findEndedSessions } from '../operations/find-ended-sessions.ts'
import { makeSessionToken } from '../operations/session-token.ts'
import { createErrands } from './errands.ts'
import { gather } from './gather.ts'
import { createHandOut } from './hand-out.ts'
import { createHub, type Hub } from './hub.ts'
import { createPresenceKeeper } from './keep-presence.ts'
import { perAccount } from './per-account.ts'
import { createRejudged } from './rejudged.ts'
import { type AgentSession, type AgentTransport, tell } from './session.ts'
import { createChecksTaker } from './take-checks.ts'
import { createNewsTaker } from './take-news.ts'

export interface DeskOptions {
  readonly heartbeatSeconds: number
  readonly reportBytesMax: number
}

/** With how many decisions had been made when its hello was heard. */
export type Admitted = Admission & { readonly kind: 'admitted'; readonly heardAfter: number }

/** Where all agents end up, whichever way they came: it lets them in, hands out commands, takes what they say. */
export interface Desk {
  readonly hub: Hub
  admit(hello: Hello, from: AgentPeer): Promise<Admitted | Turned>
  /** Welcomes an admitted agent, in the place of an earlier connection of it, and gives it what waits. */
  open(hello: Hello, admission: Admitted, from: AgentPeer, transport: AgentTransport): Promise<AgentSession>
  receive(session: AgentSession, message: AgentMessage): void
  /** The connection is gone, with or without a goodbye. */
  gone(session: AgentSession): void
  /** Ends all connections; what was said before is recorded. */
  close(): Promise<void>
}

type Address<Event extends keyof BusEvents> = BusEvents[Event][0]

const sayHelloAgain = 'say hello again'
const tokenLifetimeMilliseconds = 12 * 3600 * 1000
const gatherHellos = { milliseconds: 8, itemsMax: 2000 }
/** An agent that is silent for this many heartbeats is gone. */
const heartbeatsMissedMax = 2.5

export function createDesk(tools: EnrolTools, book: CommandBook, options: DeskOptions): Desk {
  const { services, keyring } = tools
  const { log, bus, now } = services
  const hub = createHub()
  const rejudged = createRejudged()
  const errands = createErrands(log)
  const handOut = createHandOut(services, book, hub)
  const news = createNewsTaker(tools, book)
  const presence = createPresenceKeeper(services)
  const checks = createChecksTaker(services, hub)
  const hellos = perAccount((accountId) =>
    gather<Candidate, Admission>(gatherHellos, (candidates) => admitAgents(tools, accountId, candidates)),
  )
  const arrivals = perAccount((accountId) =>
    gather<AgentSession, void>(gatherHellos, async (sessions) => {
      // Deleted after it was let in and before it could be found here: whoever deletes later, finds it.
      const ended = await findEndedSessions(services, accountId, sessions)
      await dismiss(accountId, ended)
      await handOut.devices(
        accountId,
        sessions.filter((session) => !ended.includes(session)),
      )
      return sessions.map(() => undefined)
    }),
  )

  async function tokenFor(session: Omit<AgentSession, 'transport'>) {
    const expiresAt = Math.floor((session.tokenMadeAt + tokenLifetimeMilliseconds) / 1000)
    const { accountId, deviceKey, deviceId, generation, connection } = session
    const facts = { accountId, deviceKey, deviceId, generation, connection, expiresAt }
    return { session: await makeSessionToken(keyring, facts), session_expires_at: expiresAt }
  }

  async function answerHeartbeat(session: AgentSession): Promise<void> {
    tell(session, { type: 'heartbeat' })
    if (now().getTime() - session.tokenMadeAt < tokenLifetimeMilliseconds / 2) return
    session.tokenMadeAt = now().getTime()
    tell(session, { type: 'session', ...(await tokenFor(session)) })
  }

  async function dismiss(accountId: number, sessions: readonly AgentSession[]): Promise<void> {
    if (sessions.length === 0) return
    const farewells = await dismissAgents(tools, accountId, sessions)
    for (const [index, session] of sessions.entries()) {
      const farewell = farewells[index]
      if (farewell !== undefined) tell(session, farewell)
      session.transport.close('retired', 'the enrolment has ended')
    }
  }

  function gone(session: AgentSession): void {
    if (hub.remove(session)) presence.left(session, session.connection)
  }

  /** They say hello anew, and hear what was decided of them. */
  const onRejudged = ({ accountId, deviceKeys }: Address<'devices-rejudged'>) => {
    for (const key of deviceKeys) {
      rejudged.note(accountId, key)
      hub.find(accountId, key)?.transport.close('leaving', sayHelloAgain)
    }
  }
  const onQueued = ({ accountId, actionId }: Address<'commands-queued'>) =>
    errands.run(`hand out ${actionId}`, () => handOut.action(accountId, actionId))
  const onCancelled = ({ accountId, actionId }: Address<'commands-cancelled'>) =>
    errands.run(`cancel ${actionId}`, () => handOut.cancellations(accountId, actionId))
  const onRemoved = ({ accountId, deviceKeys }: Address<'devices-removed'>) =>
    void dismiss(
      accountId,
      deviceKeys.flatMap((key) => hub.find(accountId, key) ?? []),
    ).catch((error: unknown) => log.warn({ err: error }, 'could not dismiss agents'))
  let judgments = 0
  // Never one in the place of another: each is of devices of its own.
  const onLookForChanged = ({ accountId, deviceKeys }: Address<'look-for-changed'>) =>
    errands.run(`judgment ${++judgments}`, () => checks.tellNewJudgment(accountId, deviceKeys))
  bus.on('look-for-changed', onLookForChanged)
  bus.on('commands-queued', onQueued)
  bus.on('commands-cancelled', onCancelled)
  bus.on('devices-removed', onRemoved)
  bus.on('devices-rejudged', onRejudged)

  const timer = setInterval(() => {
    const since = now().getTime() - options.heartbeatSeconds * heartbeatsMissedMax * 1000
    for (const session of hub.all()) {
      if (session.heardAt < since) session.transport.close('silent', 'no heartbeat came')
    }
  }, options.heartbeatSeconds * 500)

  return {
    hub,
    async admit(hello, from) {
      // The number is not proven yet, and gatherers are kept: only accounts that exist get one.
      const known = await keyring.of(hello.account).then(
        () => true,
        () => false,
      )
      const heardAfter = rejudged.count
      const admission = known
        ? await hellos.of(hello.account).add({ hello, from })
        : (await admitAgents(tools, hello.account, [{ hello, from }]))[0]!
      return admission.kind === 'admitted' ? { ...admission, heardAfter } : admission
    },
    async open(hello, { deviceKey, connection, heardAfter }, from, transport) {
      const at = now().getTime()
      const facts = {
        accountId: hello.account,
        deviceKey,
        deviceId: hello.device_id,
        generation: hello.generation,
        connection,
        from,
        ignoresUnknown: hello.ignores_unknown ?? false,
        heardAt: at,
        tokenMadeAt: at,
      }
      const token = await tokenFor(facts)
      const session = { ...facts, transport }
      hub.add(session)?.transport.close('replaced', 'the device connected again')
      if (rejudged.hasSince(session.accountId, deviceKey, heardAfter)) {
        transport.close('leaving', sayHelloAgain)
        gone(session)
        return session
      }
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
      presence.heard(session)
      switch (message.type) {
        case 'accepted':
        case 'deferred':
        case 'progress':
        case 'result':
          return news.take(session, message)
        case 'heartbeat':
          answerHeartbeat(session).catch((error: unknown) => log.warn({ err: error }, 'could not renew a session'))
          return
        case 'inventory':
          return presence.reported(session, message)
        case 'checks':
          return checks.take(session, message)
        case 'goodbye':
          return presence.left(session, message.connection)
        case 'hello':
          return session.transport.close('malformed', 'a hello comes once')
      }
    },
    gone,
    async close() {
      bus.off('look-for-changed', onLookForChanged)
      bus.off('commands-queued', onQueued)
      bus.off('commands-cancelled', onCancelled)
      bus.off('devices-removed', onRemoved)
      bus.off('devices-rejudged', onRejudged)
      clearInterval(timer)
      await errands.close()
      for (const session of [...hub.all()]) {
        session.transport.close('leaving', 'the server is stopping')
        gone(session)
      }
      for (const gatherers of [hellos, arrivals, news, checks]) await gatherers.flush()
      await presence.close()
    },
  }
}
