import { isDatabaseAway } from '../is-database-away.ts'
import { recordGone, recordInventories, recordSeen } from '../operations/agent-presence.ts'
import type { Report } from '../operations/check-in.ts'
import type { Services } from '../services.ts'
import { gather } from './gather.ts'
import { perAccount } from './per-account.ts'
import type { AgentSession } from './session.ts'

/** Who is there, when they were last heard, what they report: written in sets, never a statement for each. */
export interface PresenceKeeper {
  heard(session: AgentSession): void
  /** A connection of this number ended; it counts only where it is the device's latest. */
  left(session: AgentSession, connection: number): void
  reported(session: AgentSession, report: Pick<Report, 'agent' | 'inventory'>): void
  close(): Promise<void>
}

const gatherOptions = { milliseconds: 25, itemsMax: 5000 }
/** Of who is connected, `online` tells; when they were last heard is written so rarely that it costs nothing. */
const seenMilliseconds = 10 * 60_000

export function createPresenceKeeper(services: Services): PresenceKeeper {
  const quietly = (doing: string) => (error: unknown) => services.log.warn({ err: error }, doing)
  const departures = perAccount((accountId) =>
    gather<{ deviceKey: string; connection: number }, void>(gatherOptions, async (ended) => {
      await recordGone(services, accountId, ended)
      return ended.map(() => undefined)
    }),
  )
  const inventories = perAccount((accountId) =>
    gather<Report, void>(gatherOptions, async (reports) => {
      const latest = new Map(reports.map((report) => [`${report.deviceKey} ${report.generation}`, report]))
      await recordInventories(services, accountId, [...latest.values()])
      return reports.map(() => undefined)
    }),
  )
  const seen = new Map<number, Set<string>>()
  const timer = setInterval(() => {
    for (const [accountId, keys] of seen) {
      recordSeen(services, accountId, [...keys]).catch(quietly('could not record who was seen'))
    }
    seen.clear()
  }, seenMilliseconds)

  return {
    heard(session) {
      session.heardAt = services.now().getTime()
      const keys = seen.get(session.accountId) ?? new Set()
      seen.set(session.accountId, keys.add(session.deviceKey))
    },
    left({ accountId, deviceKey }, connection) {
      departures.of(accountId).add({ deviceKey, connection }).catch(quietly('could not record that an agent left'))
    },
    reported({ accountId, deviceKey, generation, from, transport }, { agent, inventory }) {
      inventories
        .of(accountId)
        .add({ agent, inventory, deviceKey, generation, peer: from.peer })
        .catch((error: unknown) => {
          quietly('could not record an inventory')(error)
          if (!isDatabaseAway(error)) transport.close('overloaded', 'the inventory could not be recorded')
        })
    },
    async close() {
      clearInterval(timer)
      await Promise.all([departures.flush(), inventories.flush()])
    },
  }
}
