import type { Effect } from '@muster/core/action/action-type.ts'
import { isBrakeFailure } from '@muster/core/action/brake.ts'
import type { Caller } from '../../caller.ts'
import type { Tx } from '../../db/pool.ts'
import { tellActionStatuses, tellApplied, tellDeleted, tellFailures } from '../../db/webhooks/tell-actions.ts'
import type { CommandEnd } from '../audit-command-ends.ts'

export interface ToldAction {
  readonly actionId: string
  readonly type: string
  readonly at: Date
  readonly effect: Effect
  /** Devices asked for, and devices that it applied to. */
  readonly targets: number
  readonly applied: number
}

/** What an action did, in its transaction and after it changed its devices; a few statements, whatever its size. */
export async function tellAction(tx: Tx, caller: Caller, told: ToldAction): Promise<void> {
  const { actionId, type, at, effect, targets, applied } = told
  const action = { accountId: caller.accountId, actionId, at }
  const by = caller.userName ?? caller.application?.name
  const details = { type, channel: caller.channel, by, targets, applied }
  await tellApplied(tx, action, { details, isCommand: effect.kind === 'send-command' })
  if (effect.kind === 'send-command' || applied === 0) return
  const { change } = effect
  switch (change.set) {
    case 'exemption':
    case 'no-exemption':
      return tellActionStatuses(tx, action, 'exemption')
    case 'ignored':
      return tellActionStatuses(tx, action, change.ignored ? 'ignored' : 'unignored')
    case 'removed':
      await tellDeleted(tx, action)
      // A record that stays is no longer exempt.
      return tellActionStatuses(tx, action, 'exemption')
    case 'group':
      return
  }
}

/** Of commands that ended, those that failed on their device, or that it never took up. */
export async function tellFailedCommands(
  tx: Tx,
  { accountId }: Caller,
  at: Date,
  ends: readonly CommandEnd[],
): Promise<void> {
  const failures = ends.filter(({ state }) => state === 'expired' || isBrakeFailure(state))
  await tellFailures(tx, { accountId, at, failures })
}
