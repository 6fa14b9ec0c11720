import type { Effect } from '@muster/core/action/action-type.ts'
import type { Brake } from '@muster/core/action/brake.ts'
import type { TargetState } from '@muster/core/action/life-cycle.ts'
import { toHex } from '@muster/core/audit/hash-chain.ts'
import { merkleRoot } from '@muster/core/audit/merkle-tree.ts'
import type { Caller } from '../caller.ts'
import { addAction } from '../db/actions/add-action.ts'
import { listAppliedDeviceKeys } from '../db/actions/change-devices.ts'
import { findAction } from '../db/actions/find-action.ts'
import { lockDevices } from '../db/devices/lock-devices.ts'
import { forgetDeviceIdentities } from '../db/identity/device-identities.ts'
import type { Tx } from '../db/pool.ts'
import { Refusal } from '../refusal.ts'
import type { Services } from '../services.ts'
import { sha256 } from '../sha256.ts'
import { timeOfUuidV7, uuidV7 } from '../uuid-v7.ts'
import type { ActionRequest } from './action-request.ts'
import { buildActionTree } from './action-tree.ts'
import { leaseEnd } from './carry-out.ts'
import { judgeTargets } from './judge-targets.ts'
import type { UnitOfWork } from './mutate.ts'
import { type Outcomes, TargetOutcomes } from './outcomes.ts'
import { type PreparedAction, prepareAction } from './prepare-action.ts'
import { signCommand, timedBy } from './sign-command.ts'
import { requireFresh } from './sign-in/freshness.ts'
import { type SupersededCounts, supersedeOlder } from './supersede.ts'
import { tellAction } from './webhooks/tell-action.ts'
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

/** From this attempt on nobody may change a device under the action: it has given way often enough. */
const insistingAttempt = 3

const planLifetimeMilliseconds = 24 * 3600 * 1000

/**
 * Does one thing to many devices, in the caller's transaction and a number of statements that does not depend on how
 * many: resolve and judge, write the targets, change the devices, write the action and its audit entry. `settled` hears
 * what will be answered, should the rest go well: work that can go on while all this is written. It may be called
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
  if (unit.attempt >= insistingAttempt) await lockDevices(tx, caller.accountId)
  const targets = await judgeTargets(tx, prepared, unit.attempt === 1 ? prepared.way : 'completely', services)
  const { effect, checked, at } = prepared
  const type = checked.type.name
  // The database writes while this process hashes: neither needs the other's result.
  const writing = writeTargets(tx, prepared, targets)
  writing.catch(() => undefined)
  const describe = async (): Promise<AppliedAction & { merkleRoot: Uint8Array }> => {
    const leaves = targets.leaves()
    const { tree, commandIds } = await buildActionTree(prepared.idKey, actionId, leaves)
    const root = merkleRoot(tree, sha256)
    if (request.plan !== undefined && request.plan.root !== toHex(root)) throw new Refusal('plan_drifted')
    const applied = {
      actionId,
      type,
      createdAt: at,
      root: toHex(root),
      counts: targets.countStates(),
      outcomes: new TargetOutcomes({ prepared, targets, leaves, commandIds }),
      superseded: undefined,
      merkleRoot: root,
    }
    if (!request.supersede) settled?.(applied)
    return applied
  }
  // In any case waited for: no statement may follow a transaction that was given up.
  const { merkleRoot: root, ...described } = await describe().finally(() => writing)
  const superseded = request.supersede
    ? await supersedeOlder(services, unit, caller, { actionId, type, at })
    : undefined
  const applied: AppliedAction = {
    ...described,
    superseded: superseded && { closed: superseded.closed, asked_to_stop: superseded.asked_to_stop },
  }
  if (request.supersede) settled?.(applied)
  const leafCount = targets.leaves().positions.length
  await addAction(tx, caller, {
    actionId,
    type,
    params: checked.paramsText,
    createdAt: at,
    targetCount: targets.count,
    merkleRoot: root,
    command:
      effect.kind === 'send-command'
        ? {
            ...signCommand(prepared, timedBy(effect.command, request), {
              actionId,
              root: applied.root,
              leaves: leafCount,
            }),
            brake: request.brake,
          }
        : undefined,
    leaseUntil: leaseEnd(effect, at) ?? undefined,
    origin: request.retries === undefined ? undefined : { kind: 'retry', actionId: request.retries },
  })
  if (prepared.tellsWebhooks) {
    await tellAction(tx, caller, { actionId, type, at, effect, targets: targets.count, applied: leafCount })
  }
  if (removesRecord(effect)) await forgetDeviceIdentities(tx, caller.accountId, actionId)
  await writeAudit(tx, caller, {
    at,
    event: 'action.applied',
    actionId,
    details: {
      type,
      params: checked.params,
      counts: applied.counts,
      targets: leafCount,
      root: applied.root,
      superseded,
      retries: request.retries,
      brake: request.brake && brakeDetails(request.brake),
    },
  })
  const removed = removes(effect) ? await listAppliedDeviceKeys(tx, caller.accountId, actionId) : []
  unit.afterCommit(() => {
    services.bus.emit('action-applied', { type, channel: caller.channel, targets: targets.count })
    announce(services, caller.accountId, prepared, removed)
  })
  return applied
}

/** The id that the action was planned with. @throws Refusal: plan_drifted, conflict */
export async function planId(
  { now }: Services,
  tx: Tx,
  { accountId }: Caller,
  { plan }: Pick<ActionRequest, 'plan'>,
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

function brakeDetails({ failedPercent, sampleMin }: Brake) {
  return { failed_percent: failedPercent, sample_min: sampleMin }
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
