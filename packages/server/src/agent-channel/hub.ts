import type { AgentSession } from './session.ts'

/** Who is connected to this node: the latest session of each device. */
export interface Hub {
  /** The session that has to go: an earlier one, or this one where a later connection of the device was faster. */
  add(session: AgentSession): AgentSession | undefined
  /** False where another session has taken its place. */
  remove(session: AgentSession): boolean
  find(accountId: number, deviceKey: string): AgentSession | undefined
  ofAccount(accountId: number): ReadonlyMap<string, AgentSession>
  all(): Iterable<AgentSession>
  readonly size: number
}

export function createHub(): Hub {
  const accounts = new Map<number, Map<string, AgentSession>>()
  const nobody: ReadonlyMap<string, AgentSession> = new Map()
  return {
    add(session) {
      const devices = accounts.get(session.accountId) ?? new Map<string, AgentSession>()
      accounts.set(session.accountId, devices)
      const other = devices.get(session.deviceKey)
      if (other !== undefined && other.connection > session.connection) return session
      devices.set(session.deviceKey, session)
      return other
    },
    remove(session) {
      const devices = accounts.get(session.accountId)
      if (devices?.get(session.deviceKey) !== session) return false
      devices.delete(session.deviceKey)
      return true
    },
    find: (accountId, deviceKey) => accounts.get(accountId)?.get(deviceKey),
    ofAccount: (accountId) => accounts.get(accountId) ?? nobody,
    *all() {
      for (const devices of accounts.values()) yield* devices.values()
    },
    get size() {
      let sum = 0
      for (const devices of accounts.values()) sum += devices.size
      return sum
    },
  }
}
