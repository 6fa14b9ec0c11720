import { addTargets } from '../db/actions/add-targets.ts'
import type { Tx } from '../db/pool.ts'
import { carryOut } from './carry-out.ts'
import type { JudgedTargets } from './judged-targets.ts'
import type { PreparedAction } from './prepare-action.ts'

/**
 * Writes every target and carries the effect out. Where the quick way of judging took something for granted that does
 * not hold (two addresses of one device), the targets' keys or `carryOut` tell, and the next attempt looks closer.
 */
export async function writeTargets(tx: Tx, prepared: PreparedAction, targets: JudgedTargets): Promise<void> {
  const { asked, judge, sealed, at } = prepared
  const { accountId, workKey } = judge
  const { identifiers } = asked
  const { actionId } = sealed
  await addTargets(tx, { accountId, actionId, now: at, workKey, identifiers, ...targets.toRows() })
  await carryOut(tx, prepared, targets)
}
