import { isOpen, wireStatus } from '@muster/core/action/life-cycle.ts'
import { reasonSentence } from '@muster/core/action/reason.ts'
import type { ActionRequest } from '../../operations/action-request.ts'
import { type AppliedAction, applyAction } from '../../operations/apply-action.ts'
import { mutate } from '../../operations/mutate.ts'
import { Refusal } from '../../refusal.ts'
import type { RouteAnswer, RouteRequest } from '../../route.ts'
import type { Services } from '../../services.ts'

/**
 * One device, asked for in the URL: `{"result": 0|1, "msg": "…"}`.
 * @throws Refusal not_found where no device has the identifier; then nothing at all is recorded
 */
export function answerOne(
  services: Services,
  { caller, idempotent }: Pick<RouteRequest, 'caller' | 'idempotent'>,
  request: ActionRequest,
  done: string,
): Promise<RouteAnswer> {
  return mutate(services, caller, idempotent, async (unit) => ({
    status: 200,
    contentType: 'application/json; charset=utf-8',
    body: renderOne(await applyAction(services, unit, caller, request), done),
  }))
}

function renderOne({ outcomes }: AppliedAction, done: string): string {
  const state = outcomes.stateAt(0)
  if (state === 'not_found') throw new Refusal('not_found', 'No device of this account has this identifier.')
  const reason = outcomes.reasonAt(0)
  const accepted = isOpen(state) ? 'The command waits for the device' : done
  return JSON.stringify({
    result: wireStatus(state) === 1 ? 1 : 0,
    msg: reason === undefined ? accepted : reasonSentence(reason),
  })
}
