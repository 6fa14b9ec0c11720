import { createPrivateKey, sign } from 'node:crypto'
import type { CommandPolicy, Effect } from '@muster/core/action/action-type.ts'
import type { Brake } from '@muster/core/action/brake.ts'
import type { TargetState } from '@muster/core/action/life-cycle.ts'
import type { CommandStatement } from '@muster/core/agent/command-statement.ts'
import type { DeferRule } from '@muster/core/agent/defer-rule.ts'
import { toHex } from '@muster/core/audit/hash-chain.ts'
import { merkleRoot } from '@muster/core/audit/merkle-tree.ts'
import type { Caller } from '../caller.ts'
import { findDeferRule } from '../db/accounts/agent-policy.ts'
import { addAction } from '../db/actions/add-action.ts'
import { listAppliedDeviceKeys } from '../db/actions/change-devices.ts'
import { chooseWay } from '../db/actions/choose-way.ts'
import { findAction } from '../db/actions/find-action.ts'
import { forgetDeviceIdentities } from '../db/identity/device-identities.ts'
import type { Tx } from '../db/pool.ts'
import { Refusal } from '../refusal.ts'
import type { Services } from '../services.ts'
import { sha256 } from '../sha256.ts'
import { timeOfUuidV7, uuidV7 } from '../uuid-v7.ts'
import type { ActionRequest } from './action-request.ts'
import { buildActionTree } from './action-tree.ts'
import { carryOut, leaseEnd } from './carry-out.ts'
import type { UnitOfWork } from './mutate.ts'
import { type Outcomes, TargetOutcomes } from './outcomes.ts'
import { type PreparedAction, prepareAction } from './prepare-action.ts'
import { requireFresh } from './sign-in/freshness.ts'
import { type SupersededCounts, supersedeOlder } from './supersede.ts'
import { workKeyOf } from './work-key.ts'
import { writeAudit } from './write-audit.ts'
import { writeTargets } from './write-targets.ts'

export interface AppliedAction {
  readonly actionId: string
  readonly type: string
  readonly createdAt: Date
  /** Merkle root of the targets that it applied to, hexadecimal. */
  readonly root: string
  readonly counts: Partial<Record<TargetState, number>>
  readonly outcomes: Outcomes
  /** Only where the request said so. */
  readonly superseded: SupersededCounts | undefined
}

const planLifetimeMilliseconds = 24 * 3600 * 1000

/**
 * Does one thing to many devices, in the caller's transaction and a number of statements that does not depend on how
 * many: resolve and judge, write the targets, change the devices, write the action and its audit entry. `settled` hears
 * what will be answered, should the rest go well: work that can go on while the action is written. It may be called
 * again: an attempt that ran into a conflict is made anew.
 * @throws Refusal: invalid_request, insufficient_scope, plan_drifted, conflict (the plan was applied already),
 *   fresh_sign_in_needed (deleting, through a console session)
 */
export async function applyAction(
  services: Services,
  unit: UnitOfWork,
  caller: Caller,
  request: ActionRequest,
  settled?: (applied: AppliedAction) => void,
): Promise<AppliedAction> {
  const { tx } = unit
  const actionId = (await planId(services, tx, caller, request)) ?? uuidV7(services.now())
  const prepared = await prepareAction(services, tx, caller, request, actionId)
  if (removes(prepared.effect)) requireFresh(caller)
  const count = prepared.asked.identifiers.length
  const how = await chooseWay(tx, { ...prepared.judge, count }, services.wayBounds)
  const targets = await writeTargets(unit, prepared, how)
  const leaves = targets.leaves()
  const leafCount = leaves.positions.length
  // The database changes the devices while this process hashes: neither needs the other's result. The transaction's
  // part is waited for in any case: its statements may not go on when it has been given up.
  const carrying = carryOut(tx, prepared, leaves, how.way)
  const building = buildActionTree(prepared.idKey, actionId, leaves)
  building.catch(() => undefined)
  await carrying
  const { tree, commandIds } = await building
  const root = merkleRoot(tree, sha256)
  const rootText = toHex(root)
  if (request.plan !== undefined && request.plan.root !== rootText) throw new Refusal('plan_drifted')

  const { effect, checked, at } = prepared
  const counts = targets.countStates()
  const type = checked.type.name
  const superseded = request.supersede
    ? await supersedeOlder(services, unit, caller, { actionId, type, at })
    : undefined
  const applied: AppliedAction = {
    actionId,
    type: checked.type.name,
    createdAt: at,
    root: rootText,
    counts,
    outcomes: new TargetOutcomes({ prepared, targets, leaves, commandIds }),
    superseded: superseded && { closed: superseded.closed, asked_to_stop: superseded.asked_to_stop },
  }
  settled?.(applied)
  await addAction(tx, caller, {
    actionId,
    type: checked.type.name,
    params: checked.paramsText,
    createdAt: at,
    targetCount: targets.count,
    merkleRoot: root,
    command:
      effect.kind === 'send-command'
        ? {
            ...signCommand(prepared, timedBy(effect.command, request), {
              actionId,
              root: rootText,
              leaves: leafCount,
              defer: await findDeferRule(tx, caller.accountId, type),
            }),
            brake: request.brake,
          }
        : undefined,
    leaseUntil: leaseEnd(effect, at) ?? undefined,
  })
  if (removesRecord(effect)) await forgetDeviceIdentities(tx, caller.accountId, actionId)
  await writeAudit(tx, caller, {
    at,
    event: 'action.applied',
    actionId,
    details: {
      type,
      params: checked.params,
      counts,
      targets: leafCount,
      root: rootText,
      superseded,
      brake: request.brake && brakeDetails(request.brake),
    },
  })
  const removed = removes(effect) ? await listAppliedDeviceKeys(tx, caller.accountId, actionId) : []
  unit.afterCommit(() => {
    services.bus.emit('action-applied', { type: checked.type.name, channel: caller.channel, targets: targets.count })
    announce(services, caller.accountId, prepared, removed)
  })
  return applied
}

async function planId(
  { now }: Services,
  tx: Tx,
  { accountId }: Caller,
  { plan }: ActionRequest,
): Promise<string | undefined> {
  if (plan === undefined) return undefined
  const plannedAt = timeOfUuidV7(plan.actionId)
  if (plannedAt === undefined) throw new Refusal('invalid_request', 'plan.action_id is not the id of a plan')
  if (plannedAt.getTime() < now().getTime() - planLifetimeMilliseconds) {
    throw new Refusal('plan_drifted', 'The plan is older than a day; plan again.')
  }
  // Applied at this very moment by somebody else: the keys of the targets stop us, and the next attempt comes by here.
  if (await findAction(tx, accountId, plan.actionId)) throw new Refusal('conflict', 'This plan was applied already.')
  return plan.actionId
}

function timedBy(policy: CommandPolicy, { deliverWithinSeconds, finishWithinSeconds }: ActionRequest): CommandPolicy {
  return {
    ...policy,
    deliverWithinSeconds: deliverWithinSeconds ?? policy.deliverWithinSeconds,
    finishWithinSeconds: finishWithinSeconds ?? policy.finishWithinSeconds,
  }
}

function brakeDetails({ failedPercent, sampleMin }: Brake) {
  return { failed_percent: failedPercent, sample_min: sampleMin }
}

/** One signature an action: each command adds only its proof of being a leaf under the root. */
function signCommand(
  { checked, at, keys }: PreparedAction,
  { deliverWithinSeconds, finishWithinSeconds, report }: CommandPolicy,
  { actionId, root, leaves, defer }: { actionId: string; root: string; leaves: number; defer: DeferRule | undefined },
) {
  const seconds = Math.floor(at.getTime() / 1000)
  const statement: CommandStatement = {
    v: 1,
    action_id: actionId,
    type: checked.type.name,
    params: checked.params,
    // Devices' clocks are off by a little; by more than this an agent refuses.
    not_before: seconds - 300,
    expires_at: seconds + deliverWithinSeconds,
    finish_within: finishWithinSeconds,
    ...(defer && { defer }),
    root,
    leaves,
  }
  const text = JSON.stringify(statement)
  const key = createPrivateKey({ key: keys.commandPrivateKey, format: 'der', type: 'pkcs8' })
  return {
    statement: text,
    signature: sign(null, Buffer.from(text), key),
    workKey: workKeyOf(checked),
    deliverBy: new Date(at.getTime() + deliverWithinSeconds * 1000),
    finishSeconds: finishWithinSeconds,
    report,
  }
}

/** With the record of a device goes what is known of its users. */
function removesRecord(effect: Effect): boolean {
  return effect.kind === 'change-device' && effect.change.set === 'removed' && effect.change.record === 'remove'
}

function removes(effect: Effect): boolean {
  return effect.kind === 'change-device' && effect.change.set === 'removed'
}

function announce(
  { bus }: Services,
  accountId: number,
  { effect, sealed }: PreparedAction,
  removedKeys: string[],
): void {
  if (effect.kind === 'send-command') bus.emit('commands-queued', { accountId, actionId: sealed.actionId })
  if (removedKeys.length > 0) bus.emit('devices-removed', { accountId, deviceKeys: removedKeys })
}
