import type { ActionRequest } from '../operations/action-request.ts'
import { type AppliedAction, applyAction } from '../operations/apply-action.ts'
import { type Answer, mutate } from '../operations/mutate.ts'
import type { RouteRequest } from '../route.ts'
import type { Services } from '../services.ts'

/**
 * Carries an action out and renders its answer: with an Idempotency-Key inside the transaction, which keeps the
 * answer; without one while the database writes the action and commits.
 */
export async function answerAction(
  services: Services,
  { caller, idempotent }: Pick<RouteRequest, 'caller' | 'idempotent'>,
  request: ActionRequest,
  render: (applied: AppliedAction) => Promise<Buffer>,
): Promise<Answer> {
  if (idempotent !== undefined) {
    return mutate(services, caller, idempotent, async (unit) =>
      toAnswer(await render(await applyAction(services, unit, caller, request))),
    )
  }
  let body: Promise<Buffer> | undefined
  await mutate(services, caller, undefined, async (unit) => {
    await applyAction(services, unit, caller, request, (applied) => {
      body = render(applied)
      // Where the commit fails, nobody waits for it.
      body.catch(() => undefined)
    })
    return toAnswer('')
  })
  return toAnswer(await body!)
}

function toAnswer(body: string | Buffer): Answer {
  return { status: 200, contentType: 'application/json; charset=utf-8', body }
}
