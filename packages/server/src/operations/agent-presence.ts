import { disconnectDevices, markEverybodyOffline, touchDevices } from '../db/agents/presence.ts'
import type { Int8 } from '../db/pool.ts'
import type { Services } from '../services.ts'
import { checkInDevices, type Report } from './check-in.ts'

/** Before the first agent is let in. */
export function startPresence({ pool }: Services): Promise<void> {
  return markEverybodyOffline(pool)
}

export function recordSeen({ pool, now }: Services, accountId: number, deviceKeys: readonly Int8[]): Promise<void> {
  return touchDevices(pool, accountId, deviceKeys, now())
}

/** Counts only for a device whose latest connection it was. */
export function recordGone(
  { pool, now }: Services,
  accountId: number,
  ended: readonly { deviceKey: Int8; connection: number }[],
): Promise<void> {
  return disconnectDevices(pool, accountId, ended, now())
}

export function recordInventories({ pool }: Services, accountId: number, reports: readonly Report[]): Promise<void> {
  return checkInDevices(pool, accountId, reports)
}
