import type { TargetState } from '@muster/core/action/life-cycle.ts'
import { toHex } from '@muster/core/audit/hash-chain.ts'
import { merkleRoot } from '@muster/core/audit/merkle-tree.ts'
import type { Caller } from '../caller.ts'
import { byKeys, inTransaction } from '../db/transaction.ts'
import type { Services } from '../services.ts'
import { sha256 } from '../sha256.ts'
import { uuidV7 } from '../uuid-v7.ts'
import type { ActionRequest } from './action-request.ts'
import { buildActionTree } from './action-tree.ts'
import { retryOnConflict } from './conflict.ts'
import { judgeTargets } from './judge-targets.ts'
import { type Outcomes, TargetOutcomes } from './outcomes.ts'
import { prepareAction } from './prepare-action.ts'

/** An action worked out and not applied. Applying it with this id and root is refused once its targets have drifted. */
export interface ActionPlan {
  readonly actionId: string
  readonly type: string
  readonly plannedAt: Date
  /** Merkle root of the targets that it would apply to, hexadecimal. */
  readonly root: string
  /** Targets by state; `queued` and `succeeded` are what would be done. */
  readonly counts: Partial<Record<TargetState, number>>
  readonly outcomes: Outcomes
}

/** Touches nothing. @throws Refusal as `applyAction` */
export async function planAction(services: Services, caller: Caller, request: ActionRequest): Promise<ActionPlan> {
  const actionId = uuidV7(services.now())
  const { prepared, targets } = await retryOnConflict(services, () =>
    inTransaction(
      services.pool,
      async (tx) => {
        const prepared = await prepareAction(services, tx, caller, request, actionId)
        // What was listed is there, each device once: nothing needs a second look. What a caller names may.
        const isListed = request.devices.by === 'filter' || request.devices.by === 'targets'
        return { prepared, targets: await judgeTargets(tx, prepared, isListed ? prepared.way : 'completely') }
      },
      { isolation: 'repeatable read', settings: byKeys },
    ),
  )
  const leaves = targets.leaves()
  const { tree, commandIds } = await buildActionTree(prepared.idKey, actionId, leaves)
  return {
    actionId,
    type: prepared.checked.type.name,
    plannedAt: prepared.at,
    root: toHex(merkleRoot(tree, sha256)),
    counts: targets.countStates(),
    outcomes: new TargetOutcomes({ prepared, targets, leaves, commandIds }),
  }
}
