import type { Effect } from '@muster/core/action/action-type.ts'
import {
  type AppliedTargets,
  assignDevices,
  exemptDevices,
  ignoreDevices,
  removeDevices,
  unexemptDevices,
} from '../db/actions/change-devices.ts'
import { askForMovedDevices } from '../db/compliance/runs.ts'
import type { Tx } from '../db/pool.ts'
import { areDistinct } from './are-distinct.ts'
import { refillLicence } from './compliance/licence.ts'
import { Conflict } from './conflict.ts'
import type { JudgedTargets } from './judged-targets.ts'
import type { PreparedAction } from './prepare-action.ts'

/** The one place where effects are carried out. A command needs nothing here: its target is the command. */
export async function carryOut(tx: Tx, prepared: PreparedAction, judged: JudgedTargets): Promise<void> {
  const { effect, judge, sealed, at } = prepared
  const leaves = judged.leaves()
  const expected = leaves.positions.length
  if (effect.kind === 'send-command' || expected === 0) return
  if (!areDistinct(leaves.deviceIds)) throw new Conflict('one device was named twice')
  const targets: AppliedTargets = {
    accountId: judge.accountId,
    actionId: sealed.actionId,
    now: at,
    verdicts: judge.verdicts,
    rows: judged.rowsToChange(),
    expected,
  }
  const changed = await change(tx, prepared, targets)
  if (changed !== expected) throw new Conflict('devices changed while they were being judged')
}

function change(tx: Tx, { effect, at, groupKey }: PreparedAction, targets: AppliedTargets): Promise<number> {
  if (effect.kind !== 'change-device') throw new Error('a command changes no device')
  const { change } = effect
  switch (change.set) {
    case 'exemption':
      return exemptDevices(tx, targets, { until: leaseEnd(effect, at), criticalOnly: change.scope === 'critical' })
    case 'no-exemption':
      return unexemptDevices(tx, targets, undefined)
    case 'ignored':
      return ignoreDevices(tx, targets, change.ignored)
    case 'group':
      return assign(tx, targets, groupKey!)
    case 'removed':
      return remove(tx, targets, { ...change, expiresAt: new Date(at.getTime() + uninstallMilliseconds) })
  }
}

/** Another group may have another policy. */
async function assign(tx: Tx, targets: AppliedTargets, groupKey: number): Promise<number> {
  const count = await assignDevices(tx, targets, groupKey)
  const { accountId, actionId, now: at } = targets
  await askForMovedDevices(tx, { accountId, actionId, count, at })
  return count
}

/** Whoever waits for room in the licence, comes in. */
async function remove(tx: Tx, targets: AppliedTargets, how: Parameters<typeof removeDevices>[2]): Promise<number> {
  const removed = await removeDevices(tx, targets, how)
  if (how.record !== 'keep') await refillLicence(tx, { accountId: targets.accountId, at: targets.now })
  return removed
}

/**
 * An agent that stays away for so long was most likely removed with its machine; one that connects later is taken for
 * new. Its confirmation, once it was told, may come at any time.
 */
const uninstallMilliseconds = 90 * 24 * 3600 * 1000

/** When the leases of an exemption end; null: never, or no exemption. */
export function leaseEnd(effect: Effect, at: Date): Date | null {
  if (effect.kind !== 'change-device' || effect.change.set !== 'exemption' || effect.change.hours === 0) return null
  return new Date(at.getTime() + effect.change.hours * 3_600_000)
}
