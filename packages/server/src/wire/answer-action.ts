import type { ActionRequest } from '../operations/action-request.ts'
import { type AppliedAction, applyAction } from '../operations/apply-action.ts'
import { type Answer, mutate } from '../operations/mutate.ts'
import type { RouteRequest } from '../route.ts'
import type { Services } from '../services.ts'

/**
 * Carries an action out and renders its answer. With an Idempotency-Key that happens inside the transaction, which
 * keeps the answer; without one after it, so that nobody waits for locks while 100 000 lines are written.
 */
export async function answerAction(
  services: Services,
  { caller, idempotent }: Pick<RouteRequest, 'caller' | 'idempotent'>,
  request: ActionRequest,
  render: (applied: AppliedAction) => Promise<string | Buffer>,
): Promise<Answer> {
  if (idempotent !== undefined) {
    return mutate(services, caller, idempotent, async (unit) =>
      toAnswer(await render(await applyAction(services, unit, caller, request))),
    )
  }
  let applied: AppliedAction | undefined
  await mutate(services, caller, undefined, async (unit) => {
    applied = await applyAction(services, unit, caller, request)
    return toAnswer('')
  })
  return toAnswer(await render(applied!))
}

function toAnswer(body: string | Buffer): Answer {
  return { status: 200, contentType: 'application/json; charset=utf-8', body }
}
