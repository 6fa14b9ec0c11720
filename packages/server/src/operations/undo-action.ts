import { findActionType } from '@muster/core/action/find-action-type.ts'
import { toHex } from '@muster/core/audit/hash-chain.ts'
import { merkleRoot } from '@muster/core/audit/merkle-tree.ts'
import type { Caller } from '../caller.ts'
import { addAction } from '../db/actions/add-action.ts'
import { addUndoTargets, judgeUndoing, putBack, type UndoneGroup } from '../db/actions/undo-targets.ts'
import { askForMovedDevices } from '../db/compliance/runs.ts'
import { byKeys, inTransaction } from '../db/transaction.ts'
import { Refusal } from '../refusal.ts'
import type { Services } from '../services.ts'
import { sha256 } from '../sha256.ts'
import { uuidV7 } from '../uuid-v7.ts'
import type { ActionRequest } from './action-request.ts'
import { buildActionTree } from './action-tree.ts'
import { type AppliedAction, planId } from './apply-action.ts'
import { Conflict } from './conflict.ts'
import type { UnitOfWork } from './mutate.ts'
import type { ActionPlan } from './plan-action.ts'
import { type PreparedUndoing, prepareUndoing } from './prepare-undoing.ts'
import { UndoneTargets } from './undone-targets.ts'
import { tellAction } from './webhooks/tell-action.ts'
import { writeAudit } from './write-audit.ts'

/**
 * What undoing the action would do to each device that it changed; nothing is touched. Where somebody changed a device
 * since, it stays so, and that is said. @throws Refusal: not_found, insufficient_scope, conflict (cannot be undone)
 */
export async function planUndoing(services: Services, caller: Caller, undoneId: string): Promise<ActionPlan> {
  const actionId = uuidV7(services.now())
  const { prepared, groups } = await inTransaction(
    services.pool,
    async (tx) => {
      const prepared = await prepareUndoing(services, tx, caller, { undoneId, actionId })
      return { prepared, groups: await judgeUndoing(tx, prepared.targets) }
    },
    { isolation: 'repeatable read', settings: byKeys },
  )
  const { root, counts, outcomes } = await workOut(prepared, groups)
  return { actionId, type: prepared.type, plannedAt: prepared.at, root: toHex(root), counts, outcomes }
}

/** Puts the devices back, as an action of its own that names the first. @throws Refusal: as above, and plan_drifted */
export async function undoAction(
  services: Services,
  { tx, afterCommit }: UnitOfWork,
  caller: Caller,
  undoneId: string,
  plan: ActionRequest['plan'],
): Promise<AppliedAction> {
  const actionId = (await planId(services, tx, caller, { plan })) ?? uuidV7(services.now())
  const prepared = await prepareUndoing(services, tx, caller, { undoneId, actionId })
  const { type, at, targets } = prepared
  const { root, counts, outcomes, leaves, count } = await workOut(prepared, await addUndoTargets(tx, targets, actionId))
  const rootText = toHex(root)
  if (plan !== undefined && plan.root !== rootText) throw new Refusal('plan_drifted')
  if ((await putBack(tx, targets, actionId)) !== leaves) {
    throw new Conflict('devices changed while they were being judged')
  }
  if (targets.thing === 'group') {
    await askForMovedDevices(tx, { accountId: targets.accountId, actionId, count: leaves, at })
  }
  const undone = prepared.undone.action_id
  await addAction(tx, caller, {
    actionId,
    type,
    params: prepared.sealed.params,
    createdAt: at,
    targetCount: count,
    merkleRoot: root,
    origin: { kind: 'undo', actionId: undone },
  })
  const effect = findActionType(type)!.effect({} as never)
  await tellAction(tx, caller, { actionId, type, at, effect, targets: count, applied: leaves })
  await writeAudit(tx, caller, {
    at,
    event: 'action.applied',
    actionId,
    details: { type, params: {}, counts, targets: leaves, root: rootText, undoes: undone },
  })
  afterCommit(() => services.bus.emit('action-applied', { type, channel: caller.channel, targets: count }))
  return { actionId, type, createdAt: at, root: rootText, counts, outcomes, superseded: undefined }
}

async function workOut({ sealed, idKey }: PreparedUndoing, groups: readonly UndoneGroup[]) {
  const outcomes = new UndoneTargets(groups)
  const leaves = outcomes.leaves()
  const { tree } = await buildActionTree(idKey, sealed.actionId, leaves)
  return {
    root: merkleRoot(tree, sha256),
    counts: outcomes.countStates(),
    outcomes,
    leaves: leaves.positions.length,
    count: outcomes.count,
  }
}
