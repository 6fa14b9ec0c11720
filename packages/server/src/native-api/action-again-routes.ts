import { Applied, Plan, RetryOrder, RetryPlanOrder, retriedStates, UndoOrder } from '@muster/core/api/actions.ts'
import { Uuid } from '@muster/core/api/page.ts'
import { Type } from 'typebox'
import { type AppliedAction, applyAction } from '../operations/apply-action.ts'
import { mutate, type UnitOfWork } from '../operations/mutate.ts'
import { type ActionPlan, planAction } from '../operations/plan-action.ts'
import { toRetryRequest } from '../operations/retry-request.ts'
import { planUndoing, undoAction } from '../operations/undo-action.ts'
import type { RouteRequest } from '../route.ts'
import type { Services } from '../services.ts'
import { type NativeRoute, needs, prefix } from './native-route.ts'
import { renderOutcomes } from './render-outcomes.ts'

const common = {
  method: 'POST',
  tag: 'actions',
  access: needs('any'),
  params: Type.Object({ action_id: Uuid }),
  query: Type.Object(
    { targets: Type.Optional(Type.Boolean({ default: true, description: 'false: the counts are enough' })) },
    { additionalProperties: false },
  ),
} as const
const path = `${prefix}/actions/:action_id`
const planning = { ...common, touchesNothing: true, response: Plan, errors: ['not_found', 'conflict'] } as const
const applying = {
  ...common,
  status: 201,
  response: Applied,
  errors: ['not_found', 'plan_drifted', 'conflict'],
} as const

export function actionAgainRoutes(services: Services): NativeRoute[] {
  return [
    {
      ...planning,
      path: `${path}/retry/plan`,
      operationId: 'planRetry',
      summary: 'Work out trying an action again where it did not work',
      description: 'Same type and parameters, for the devices whose targets are in one of the states.',
      body: RetryPlanOrder,
      handle: async (request) => {
        const retry = await toRetry(services.pool, request)
        return renderPlan(await planAction(services, request.caller, retry), request)
      },
    },
    {
      ...applying,
      path: `${path}/retry`,
      operationId: 'retryAction',
      summary: 'Try an action again where it did not work',
      description: 'Needs the scope of the type. With `plan`, exactly what was planned is done or nothing (409).',
      body: RetryOrder,
      handle: (request) =>
        mutate(services, request.caller, request.idempotent, async (unit) => {
          const retry = await toRetry(unit.tx, request)
          return renderApplied(await applyAction(services, unit, request.caller, retry), request)
        }),
    },
    {
      ...planning,
      path: `${path}/undo/plan`,
      operationId: 'planUndo',
      summary: 'Work out undoing an action: which devices would be put back, and which were changed since',
      description: 'Types that can be undone: exempt, unexempt, ignore, unignore, assign_to_group.',
      ignoresBody: true,
      handle: async (request) =>
        renderPlan(await planUndoing(services, request.caller, request.params.action_id!), request),
    },
    {
      ...applying,
      path: `${path}/undo`,
      operationId: 'undoAction',
      summary: 'Put the devices of an action back, as an action of its own',
      description:
        'Needs the scopes of the type and of its opposite. Devices that somebody changed since stay as they are, and ' +
        'are among the targets as `failed: changed_since`.',
      body: UndoOrder,
      handle: (request) =>
        mutate(services, request.caller, request.idempotent, async (unit) => {
          const { plan } = request.body as UndoOrder
          const held = plan && { actionId: plan.action_id, root: plan.root }
          const undone = await undoAction(services, unit, request.caller, request.params.action_id!, held)
          return renderApplied(undone, request)
        }),
    },
  ]
}

function toRetry(db: Services['pool'] | UnitOfWork['tx'], { caller, params, body }: RouteRequest) {
  const { states = retriedStates, deliver_within, finish_within, ...rest } = body as RetryOrder
  return toRetryRequest(db, caller, params.action_id!, {
    states,
    deliverWithinSeconds: deliver_within,
    finishWithinSeconds: finish_within,
    plan: rest.plan && { actionId: rest.plan.action_id, root: rest.plan.root },
  })
}

async function renderPlan({ actionId, type, plannedAt, root, counts, outcomes }: ActionPlan, { query }: RouteRequest) {
  const head = { action_id: actionId, type, planned_at: plannedAt.toISOString(), root, counts }
  return { status: 200, body: await renderOutcomes(head, outcomes, query.targets !== false) }
}

async function renderApplied(
  { actionId, type, createdAt, root, counts, outcomes }: AppliedAction,
  { query }: RouteRequest,
) {
  const head = { action_id: actionId, type, created_at: createdAt.toISOString(), root, counts }
  return {
    status: 201,
    contentType: 'application/json; charset=utf-8',
    body: await renderOutcomes(head, outcomes, query.targets !== false),
  }
}
