import {
  type ClaimedCommand,
  type ConnectedTargets,
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
import { listQueuedTargets } from '../db/commands/list-queued-targets.ts'
import { releaseCommands } from '../db/commands/release-commands.ts'
import type { Int8, Tx } from '../db/pool.ts'
import type { Services } from '../services.ts'
import { mutateAgain } from './mutate.ts'

/** How long an agent may take to say that it accepted. */
const leaseMilliseconds = 60_000

/** Targets looked at together; those whose agents are elsewhere are passed over. */
const listedTogether = 10_000

/** The first ones go out while the database takes the next ones: nobody waits for a whole portion. */
const firstPortion = 500

export type { CancellingCommand, ClaimedCommand }

/** Who is connected here, by device, each with the enrolment that it proved. */
export interface Connected {
  get(deviceKey: Int8): { readonly generation: number } | undefined
}

/** Commands that were leased together. */
export interface Portion {
  readonly commands: readonly ClaimedCommand[]
  /** The end of their lease, by which it is known again. */
  readonly offeredUntil: Date
}

/** What was leased and not handed out waits again at once; where that cannot be written, when the lease ends. */
export async function giveBack(
  services: Services,
  accountId: number,
  { commands, offeredUntil }: Portion,
): Promise<void> {
  if (commands.length === 0) return
  await byKey(services, (tx) => releaseCommands(tx, accountId, commands, offeredUntil)).catch((error: unknown) =>
    services.log.warn({ err: error, count: commands.length }, 'could not give back leases; they end by themselves'),
  )
}

/**
 * A statement that looks up thousands of commands. Its plan is kept, and may come from when a page held them all: without
 * the settings of `mutateAgain` it reads them all for each, 16 s for 10 000 commands instead of 0.2.
 */
function byKey<T>(services: Services, statement: (tx: Tx) => Promise<T>): Promise<T> {
  return mutateAgain(services, ({ tx }) => statement(tx))
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
  const waiting = listWaiting(services, { accountId, actionId }, connected)
  let prepared: Promise<unknown> | undefined
  const claim = async (): Promise<Portion | undefined> => {
    const { value: targets } = await waiting.next()
    if (targets === undefined) return undefined
    prepared ??= prepare()
    await prepared
    const taking = lease(services, accountId)
    const commands = await byKey(services, (tx) => claimCommandsOfAction(tx, taking, actionId, targets))
    return { commands, offeredUntil: taking.offeredUntil }
  }
  let next = claim()
  try {
    for (;;) {
      const taken = await next
      if (taken === undefined) return
      // The database takes the next ones while these go out.
      next = claim()
      next.catch(() => undefined)
      yield taken
    }
  } finally {
    const left = await next.catch(() => undefined)
    if (left !== undefined) await giveBack(services, accountId, left)
  }
}

/** What waits for agents that are connected here, in portions to be leased together. */
async function* listWaiting(
  services: Services,
  { accountId, actionId }: { accountId: number; actionId: string },
  connected: Connected,
): AsyncGenerator<ConnectedTargets, undefined> {
  let from = 0
  let size = firstPortion
  for (;;) {
    const next = { accountId, actionId, from, limit: listedTogether }
    const listed = await byKey(services, (tx) => listQueuedTargets(tx, next))
    const here = listed.positions.flatMap((position, place) => {
      const deviceKey = listed.deviceKeys[place]!
      const session = connected.get(deviceKey)
      return session === undefined ? [] : [{ position, deviceKey, generation: session.generation }]
    })
    for (let start = 0; start < here.length; ) {
      const portion = here.slice(start, start + size)
      yield {
        positions: portion.map(({ position }) => position),
        deviceKeys: portion.map(({ deviceKey }) => deviceKey),
        generations: portion.map(({ generation }) => generation),
      }
      start += size
      size = claimMax
    }
    if (listed.positions.length < listedTogether) return undefined
    from = listed.positions.at(-1)! + 1
  }
}

/** For agents that just connected. What was meant for an older enrolment of them is closed first. */
export async function* claimForDevices(
  services: Services,
  accountId: number,
  deviceKeys: readonly Int8[],
): AsyncGenerator<Portion> {
  const taking = lease(services, accountId)
  await byKey(services, (tx) => closeStaleCommands(tx, accountId, deviceKeys, taking.now))
  for (;;) {
    const { commands, taken } = await byKey(services, (tx) => claimCommandsOfDevices(tx, taking, deviceKeys))
    yield { commands, offeredUntil: taking.offeredUntil }
    if (taken < claimMax) return
  }
}

export function cancellingOfAction(services: Services, accountId: number, actionId: string, keys: readonly Int8[]) {
  return listCancellingOfAction(services.pool, accountId, keys, actionId)
}

export function cancellingOfDevices(services: Services, accountId: number, keys: readonly Int8[]) {
  return listCancellingOfDevices(services.pool, accountId, keys)
}

function lease({ now }: Services, accountId: number) {
  const at = now()
  return { accountId, now: at, offeredUntil: new Date(at.getTime() + leaseMilliseconds) }
}
