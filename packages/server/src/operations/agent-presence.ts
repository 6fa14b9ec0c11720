import { lockEnrolments } from '../db/agents/lock-enrolments.ts'
import { disconnectDevices, markEverybodyOffline, touchDevices } from '../db/agents/presence.ts'
import type { Int8 } from '../db/pool.ts'
import type { Services } from '../services.ts'
import { checkInDevices, type Report } from './check-in.ts'
import { mutateAgain } from './mutate.ts'

/** Before the first agent is let in. */
export function startPresence({ pool, now }: Services): Promise<void> {
  return markEverybodyOffline(pool, now())
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

/**
 * What agents report between two connections. One that belongs to an enrolment that has ended meanwhile is dropped: the
 * facts of the next one are newer, whichever comes first.
 */
export function recordInventories(services: Services, accountId: number, reports: readonly Report[]): Promise<void> {
  return mutateAgain(services, async ({ tx }) => {
    const current = await lockEnrolments(tx, accountId, reports)
    await checkInDevices(
      tx,
      accountId,
      reports.filter(({ deviceKey, generation }) => current.get(deviceKey) === generation),
    )
  })
}
