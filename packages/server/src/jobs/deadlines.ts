import { isBrakeFailure } from '@muster/core/action/brake.ts'
import { isOpen, stateOfCode } from '@muster/core/action/life-cycle.ts'
import { reasonOfCode } from '@muster/core/action/reason.ts'
import { systemCaller } from '../caller.ts'
import {
  listOverlookedActions,
  markUnresponsive,
  type SweptCommand,
  sweepDeliveries,
  sweepEndedEnrolments,
  sweepOwnClocks,
} from '../db/commands/sweep-commands.ts'
import type { Tx } from '../db/pool.ts'
import { applyBrakes } from '../operations/apply-brakes.ts'
import { auditCommandEnds } from '../operations/audit-command-ends.ts'
import type { CommandBook } from '../operations/command-book.ts'
import { mutateAgain } from '../operations/mutate.ts'
import type { Services } from '../services.ts'

/** An agent that is away this long while it works is called unresponsive. */
const silentMilliseconds = 120_000

/** What fails is looked at when it does; this often also without, should that have got lost. */
const brakeCheckMilliseconds = 60_000

export interface SweptDeadlines {
  /** Commands that ended: expired, timed out, cancelled without an answer, their enrolment over. */
  readonly ended: number
  /** Commands that wait for their device again. */
  readonly queued: number
  readonly unresponsive: number
}

/**
 * Moves every command whose time is up or whose enrolment is over, in sets, and stops what too much of timed out. All clocks are times in rows, so they hold
 * across a restart; rows that somebody works on at this moment are taken the next time. Harmless on several nodes at once.
 */
export async function sweepDeadlines(services: Services, book: CommandBook): Promise<SweptDeadlines> {
  const { now, bus, pool } = services
  const at = now()
  const swept = await mutateAgain(services, async ({ tx }) => {
    const commands = [
      ...(await sweepEndedEnrolments(tx, at)),
      ...(await sweepDeliveries(tx, at)),
      ...(await sweepOwnClocks(tx, at)),
    ]
    await auditEnds(tx, book, at, commands)
    return commands
  })
  await applyBrakes(services, {
    actions: swept.filter(({ state }) => isBrakeFailure(stateOfCode(state))).map(toAddress),
    uncheckedSince: new Date(at.getTime() - brakeCheckMilliseconds),
    channel: 'scheduler',
  })
  const silentSince = new Date(at.getTime() - silentMilliseconds)
  const unresponsive = await mutateAgain(services, ({ tx }) => markUnresponsive(tx, silentSince))
  for (const { account_id, action_id } of await listOverlookedActions(pool)) {
    bus.emit('commands-queued', { accountId: account_id, actionId: action_id })
  }
  const ended = swept.filter(hasEnded).length
  return { ended, queued: swept.length - ended, unresponsive }
}

function hasEnded({ state }: SweptCommand): boolean {
  return !isOpen(stateOfCode(state))
}

function toAddress({ account_id, action_id }: SweptCommand) {
  return { accountId: account_id, actionId: action_id }
}

async function auditEnds(tx: Tx, book: CommandBook, at: Date, commands: readonly SweptCommand[]): Promise<void> {
  for (const [accountId, own] of Map.groupBy(commands.filter(hasEnded), ({ account_id }) => account_id)) {
    const actions = await book.find(accountId, new Set(own.map(({ action_id }) => action_id)), tx)
    await auditCommandEnds(
      tx,
      systemCaller(accountId, 'scheduler', 'deadlines'),
      at,
      own.map(({ action_id, position, state, reason }) => ({
        actionId: action_id,
        commandId: actions.get(action_id)!.idAt(position),
        position,
        state: stateOfCode(state),
        reason: reasonOfCode(reason),
      })),
    )
  }
}
