import { createPrivateKey, sign } from 'node:crypto'
import type { CommandPolicy } from '@muster/core/action/action-type.ts'
import type { CommandStatement } from '@muster/core/agent/command-statement.ts'
import type { NewAction } from '../db/actions/add-action.ts'
import type { ActionRequest } from './action-request.ts'
import type { PreparedAction } from './prepare-action.ts'
import { workKeyOf } from './work-key.ts'

/** The policy of the type, with the deadlines that the request sets. */
export function timedBy(
  policy: CommandPolicy,
  { deliverWithinSeconds, finishWithinSeconds }: ActionRequest,
): CommandPolicy {
  return {
    ...policy,
    deliverWithinSeconds: deliverWithinSeconds ?? policy.deliverWithinSeconds,
    finishWithinSeconds: finishWithinSeconds ?? policy.finishWithinSeconds,
  }
}

/** One signature an action: each command adds only its proof of being a leaf under the root. */
export function signCommand(
  { checked, at, keys, defer }: PreparedAction,
  { deliverWithinSeconds, finishWithinSeconds, report }: CommandPolicy,
  { actionId, root, leaves }: { actionId: string; root: string; leaves: number },
): Omit<NonNullable<NewAction['command']>, 'brake'> {
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
