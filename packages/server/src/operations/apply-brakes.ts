import { type Brake, brakeTrips } from '@muster/core/action/brake.ts'
import { systemCaller } from '../caller.ts'
import {
  type ActionAddress,
  type CheckedBrake,
  countBrakeSamples,
  lockWatchedBrakes,
  markBrakesChecked,
  terminateCommands,
  type WatchedBrake,
} from '../db/actions/brakes.ts'
import type { Services } from '../services.ts'
import { cancelAnswerMilliseconds } from './cancel-action.ts'
import { mutateAgain, type UnitOfWork } from './mutate.ts'
import { writeAudit } from './write-audit.ts'

export interface BrakesToCheck {
  /** Actions of which something failed; those without a brake are passed over. */
  readonly actions: readonly { readonly accountId: number; readonly actionId: string }[]
  /** Also all that nobody looked at since then. */
  readonly uncheckedSince?: Date | undefined
  /** `system`: because of what an agent said. */
  readonly channel: 'scheduler' | 'system'
}

type TrippedBrake = CheckedBrake & { readonly brake: Brake }

/**
 * Stops the actions of which too many devices failed: what no agent has ends as terminated, who has one is asked to
 * stop. A constant number of statements, whatever the number of devices. Returns how many actions were stopped.
 */
export function applyBrakes(services: Services, { actions, uncheckedSince, channel }: BrakesToCheck): Promise<number> {
  const addresses = actions.map(({ accountId, actionId }) => ({ account_id: accountId, action_id: actionId }))
  return mutateAgain(services, async (unit) => {
    const watched = await lockWatchedBrakes(unit.tx, addresses, uncheckedSince)
    if (watched.length === 0) return 0
    const at = services.now()
    const checked = judge(watched, await countBrakeSamples(unit.tx, watched))
    await markBrakesChecked(unit.tx, checked, at)
    const tripped = checked.filter(({ trips }) => trips)
    if (tripped.length > 0) await stop(services, unit, tripped, { at, channel })
    return tripped.length
  })
}

/** Where somebody cancelled, and where nothing is open any more, there is nothing to stop. */
function judge(watched: readonly WatchedBrake[], samples: readonly Omit<CheckedBrake, 'trips'>[]): TrippedBrake[] {
  const sampleOf = new Map(samples.map((sample) => [keyOf(sample), sample]))
  return watched.map((each) => {
    const brake = { failedPercent: each.failed_percent, sampleMin: each.sample_min }
    const sample = sampleOf.get(keyOf(each))!
    return { ...sample, brake, trips: sample.open && !each.cancelled && brakeTrips(brake, sample) }
  })
}

async function stop(
  { bus }: Services,
  { tx, afterCommit }: UnitOfWork,
  tripped: readonly TrippedBrake[],
  { at, channel }: { at: Date; channel: 'scheduler' | 'system' },
): Promise<void> {
  const answerBy = new Date(at.getTime() + cancelAnswerMilliseconds)
  const stopped = new Map((await terminateCommands(tx, tripped, { at, answerBy })).map((each) => [keyOf(each), each]))
  for (const { account_id: accountId, action_id: actionId, brake, failed, sample } of tripped) {
    const { terminated, asked } = stopped.get(keyOf({ account_id: accountId, action_id: actionId }))!
    await writeAudit(tx, systemCaller(accountId, channel, 'brake'), {
      at,
      event: 'action.braked',
      actionId,
      details: {
        failed,
        sample,
        failed_percent: brake.failedPercent,
        sample_min: brake.sampleMin,
        terminated,
        asked_to_stop: asked,
      },
    })
    if (asked > 0) afterCommit(() => bus.emit('commands-cancelled', { accountId, actionId }))
  }
}

function keyOf({ account_id, action_id }: ActionAddress): string {
  return `${account_id} ${action_id}`
}
