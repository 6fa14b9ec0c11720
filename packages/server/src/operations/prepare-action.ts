import type { Effect } from '@muster/core/action/action-type.ts'
import type { Reason } from '@muster/core/action/reason.ts'
import type { DeferRule } from '@muster/core/agent/defer-rule.ts'
import type { Caller } from '../caller.ts'
import { type AccountKeys, findActionBasis } from '../db/accounts/find-account-keys.ts'
import { type ChosenWay, chooseWay } from '../db/actions/choose-way.ts'
import type { JudgeParams } from '../db/actions/judge-targets.ts'
import { findGroupKey } from '../db/groups/find-group-key.ts'
import type { Queryable } from '../db/pool.ts'
import type { Services } from '../services.ts'
import { type ActionRequest, type CheckedAction, checkActionRequest, checkCommandOptions } from './action-request.ts'
import { addAccountParams } from './add-account-params.ts'
import type { AskedIdentifiers } from './asked-identifiers.ts'
import { commandKey, type SealedAction } from './command-id.ts'
import { selectDevices } from './select-devices.ts'
import { workKeyOf } from './work-key.ts'

/** A request that was understood, with all that planning and applying it need; nothing is judged yet. */
export interface PreparedAction {
  readonly checked: CheckedAction
  readonly effect: Effect
  readonly asked: AskedIdentifiers
  readonly at: Date
  readonly keys: AccountKeys
  /** When agents may put the command off, as the account has it now. */
  readonly defer: DeferRule | undefined
  readonly tellsWebhooks: boolean
  readonly sealed: SealedAction
  readonly idKey: Buffer
  /** Only where the action moves devices to a group that exists. */
  readonly groupKey: number | undefined
  readonly judge: JudgeParams
  /** The quickest way to judge, where each identifier is what it looks like. */
  readonly way: ChosenWay
}

export async function prepareAction(
  { verdictTables, now, targetsMax, wayBounds }: Services,
  db: Queryable,
  caller: Caller,
  request: ActionRequest,
  actionId: string,
): Promise<PreparedAction> {
  const { accountId } = caller
  const checked = await addAccountParams(db, accountId, checkActionRequest(caller, request))
  const at = now()
  const effect = checked.type.effect(checked.params)
  checkCommandOptions(request, effect)
  // The database looks while the identifiers are gone through: one statement, the driver wants no more to wait in line.
  const workKey = effect.kind === 'send-command' ? workKeyOf(checked) : undefined
  const looking = findActionBasis(db, { accountId, type: checked.type.name, workKey, now: at })
  looking.catch(() => undefined)
  const { by, asked } = await selectDevices(db, { accountId, devices: request.devices, at, targetsMax })
  const basis = await looking
  const sealed = { actionId, type: checked.type.name, params: checked.paramsText }
  const change = effect.kind === 'change-device' ? effect.change : undefined
  const groupKey = change?.set === 'group' ? await findGroupKey(db, accountId, change.groupId) : undefined
  const failure: Reason | undefined = change?.set === 'group' && groupKey === undefined ? 'no_such_group' : undefined
  const applied = effect.kind === 'send-command' ? 'queued' : 'succeeded'
  return {
    checked,
    effect,
    asked,
    at,
    keys: basis.keys,
    defer: basis.defer,
    tellsWebhooks: basis.tellsWebhooks,
    sealed,
    idKey: commandKey(basis.keys.sealKey, sealed),
    groupKey,
    judge: {
      accountId,
      by,
      lookups: asked.lookups,
      verdicts: await verdictTables.get(db, checked.type, request.edition, { applied, failure }),
      now: at,
      needless: { groupKey, unexempted: change?.set === 'no-exemption' },
      workKey,
      before: change === undefined ? 'nothing' : beforeImage[change.set],
    },
    way: chooseWay({ count: asked.identifiers.length, workKey }, basis, wayBounds),
  }
}

const beforeImage = {
  exemption: 'exemption',
  'no-exemption': 'exemption',
  removed: 'exemption',
  group: 'group',
  ignored: 'nothing',
} as const
