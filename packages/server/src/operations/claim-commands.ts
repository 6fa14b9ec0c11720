import {
  type ClaimedCommand,
  claimCommandsOfAction,
  claimCommandsOfDevices,
  claimMax,
} from '../db/commands/claim-commands.ts'
import { closeStaleCommands } from '../db/commands/close-commands.ts'
import {
  type CancellingCommand,
  listCancellingOfAction,
  listCancellingOfDevices,
} from '../db/commands/list-cancelling.ts'
import { listQueuedDevices } from '../db/commands/list-queued-devices.ts'
import { releaseCommands } from '../db/commands/release-commands.ts'
import type { Int8 } from '../db/pool.ts'
import type { Services } from '../services.ts'

/** How long an agent may take to say that it accepted. */
const leaseMilliseconds = 60_000

/** Of a small action the devices are looked up, instead of telling the database all that are connected. */
const smallAction = 5000

export type { CancellingCommand, ClaimedCommand }

/** Who is connected here. */
export interface Connected {
  has(deviceKey: Int8): boolean
  keys(): Iterable<Int8>
}

/** Commands that were leased together. */
export interface Portion {
  readonly commands: readonly ClaimedCommand[]
  /** The end of their lease, by which it is known again. */
  readonly offeredUntil: Date
}

/** What was leased and not handed out waits again at once; where that cannot be written, when the lease ends. */
export async function giveBack({ pool, log }: Services, accountId: number, portion: Portion): Promise<void> {
  if (portion.commands.length === 0) return
  await releaseCommands(pool, accountId, portion.commands, portion.offeredUntil).catch((error: unknown) =>
    log.warn({ err: error, count: portion.commands.length }, 'could not give back leases; they end by themselves'),
  )
}

/**
 * Leases the action's commands to connected agents, portion by portion; none is given out twice. `prepare` loads what
 * handing them out needs: what can fail fails before the lease. One portion is leased while the one before it goes out,
 * and given back where the caller leaves before it is handed that one.
 */
export async function* claimForAction(
  services: Services,
  { accountId, actionId }: { accountId: number; actionId: string },
  connected: Connected,
  prepare: () => Promise<unknown>,
): AsyncGenerator<Portion> {
  const queued = await listQueuedDevices(services.pool, accountId, actionId, smallAction + 1)
  const deviceKeys = queued.length > smallAction ? [...connected.keys()] : queued.filter((key) => connected.has(key))
  if (deviceKeys.length === 0) return
  await prepare()
  // A device has at most one open command of an action, so that each portion is taken whole.
  const portions = Math.ceil(deviceKeys.length / claimMax)
  const claim = async (portion: number): Promise<Portion | undefined> => {
    if (portion === portions) return undefined
    const keys = deviceKeys.slice(portion * claimMax, (portion + 1) * claimMax)
    const taking = lease(services, accountId, keys)
    const { commands } = await claimCommandsOfAction(services.pool, taking, actionId)
    return { commands, offeredUntil: taking.offeredUntil }
  }
  let next = claim(0)
  try {
    for (let portion = 1; ; portion += 1) {
      const taken = await next
      if (taken === undefined) return
      // The database takes the next ones while these go out.
      next = claim(portion)
      next.catch(() => undefined)
      yield taken
    }
  } finally {
    const left = await next.catch(() => undefined)
    if (left !== undefined) await giveBack(services, accountId, left)
  }
}

/** For agents that just connected. What was meant for an older enrolment of them is closed first. */
export async function* claimForDevices(
  services: Services,
  accountId: number,
  deviceKeys: readonly Int8[],
): AsyncGenerator<Portion> {
  const claim = lease(services, accountId, deviceKeys)
  await closeStaleCommands(services.pool, accountId, deviceKeys, claim.now)
  for (;;) {
    const { commands, taken } = await claimCommandsOfDevices(services.pool, claim)
    yield { commands, offeredUntil: claim.offeredUntil }
    if (taken < claimMax) return
  }
}

export function cancellingOfAction(services: Services, accountId: number, actionId: string, keys: readonly Int8[]) {
  return listCancellingOfAction(services.pool, accountId, keys, actionId)
}

export function cancellingOfDevices(services: Services, accountId: number, keys: readonly Int8[]) {
  return listCancellingOfDevices(services.pool, accountId, keys)
}

function lease({ now }: Services, accountId: number, deviceKeys: readonly Int8[]) {
  const at = now()
  return { accountId, deviceKeys, now: at, offeredUntil: new Date(at.getTime() + leaseMilliseconds) }
}
