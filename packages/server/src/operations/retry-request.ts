import type { TargetState } from '@muster/core/action/life-cycle.ts'
import type { Caller } from '../caller.ts'
import type { Queryable } from '../db/pool.ts'
import { Refusal } from '../refusal.ts'
import type { ActionRequest } from './action-request.ts'
import { readAction } from './read-actions.ts'

export interface RetryOptions extends Pick<ActionRequest, 'deliverWithinSeconds' | 'finishWithinSeconds' | 'plan'> {
  readonly states: readonly TargetState[]
}

/**
 * The same once more, for the devices whose targets are in these states: to be planned or applied like any request.
 * @throws Refusal: not_found; conflict where it is an undoing, or no target is in one of the states
 */
export async function toRetryRequest(
  db: Queryable,
  caller: Caller,
  actionId: string,
  { states, ...options }: RetryOptions,
): Promise<ActionRequest> {
  const { action, counts } = await readAction(db, caller, actionId)
  if (action.origin_kind === 'undo') throw new Refusal('conflict', 'An undoing is not tried again; undo anew.')
  if (!states.some((state) => (counts[state] ?? 0) > 0)) {
    throw new Refusal('conflict', 'No device of the action is in one of these states.')
  }
  return {
    type: action.type,
    params: JSON.parse(action.params) as Record<string, unknown>,
    edition: 'narrowed',
    devices: { by: 'targets', actionId: action.action_id, states },
    ...options,
    retries: action.action_id,
  }
}
