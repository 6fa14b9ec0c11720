import { type Brake, brakeDefaults } from '@muster/core/action/brake.ts'
import { Action, ActionOrder, Applied, type BrakeOrder, Cancelled, Plan, PlanOrder } from '@muster/core/api/actions.ts'
import { Uuid } from '@muster/core/api/page.ts'
import { AuditReceipt } from '@muster/core/audit/receipt.ts'
import { type Static, Type } from 'typebox'
import { makeActionReceipt } from '../operations/action-receipt.ts'
import type { ActionRequest } from '../operations/action-request.ts'
import { applyAction } from '../operations/apply-action.ts'
import { cancelAction } from '../operations/cancel-action.ts'
import { mutate } from '../operations/mutate.ts'
import { planAction } from '../operations/plan-action.ts'
import { showAction } from '../operations/read-actions.ts'
import type { Services } from '../services.ts'
import { change, json, type NativeRoute, needs, prefix } from './native-route.ts'
import { renderOutcomes } from './render-outcomes.ts'
import { toAction } from './to-action.ts'

const tag = 'actions'
const path = `${prefix}/actions`
const ActionId = Type.Object({ action_id: Uuid })
const bodyBytesMax = 32 * 1024 * 1024

const TargetsWanted = Type.Object(
  { targets: Type.Optional(Type.Boolean({ default: true, description: 'false: the counts are enough' })) },
  { additionalProperties: false },
)

const example = { type: 'fetch_agent_log', devices: { filter: { os: ['linux'], online: true } } }
const refusals = ['fresh_sign_in_needed', 'plan_drifted', 'conflict', 'too_large'] as const

export function actionRoutes(services: Services): NativeRoute[] {
  return [
    {
      method: 'POST',
      path: `${path}/plan`,
      tag,
      operationId: 'planAction',
      summary: 'Work an action out: the verdict on every device, nothing touched',
      description: 'Needs `actions` or `actions:<type>`. The plan can be applied for a day, while its targets stay.',
      access: needs('any'),
      touchesNothing: true,
      query: TargetsWanted,
      body: PlanOrder,
      bodyBytesMax,
      response: Plan,
      example: { body: example },
      errors: ['too_large'],
      handle: async ({ caller, body, query }) => {
        const plan = await planAction(services, caller, toRequest(body as PlanOrder))
        const { actionId, type, plannedAt, root, counts, outcomes } = plan
        const head = { action_id: actionId, type, planned_at: plannedAt.toISOString(), root, counts }
        return { status: 200, body: await renderOutcomes(head, outcomes, query.targets !== false) }
      },
    },
    {
      method: 'POST',
      path,
      tag,
      operationId: 'applyAction',
      summary: 'Do one thing to many devices',
      description:
        'Needs `actions` or `actions:<type>`. With `plan`, exactly what was planned is done or nothing (409).',
      access: needs('any'),
      query: TargetsWanted,
      body: ActionOrder,
      bodyBytesMax,
      status: 201,
      response: Applied,
      example: { body: example },
      errors: refusals,
      handle: ({ caller, body, query, idempotent }) =>
        mutate(services, caller, idempotent, async (unit) => {
          const applied = await applyAction(services, unit, caller, toRequest(body as ActionOrder))
          const { actionId, type, createdAt, root, counts, superseded, outcomes } = applied
          const head = { action_id: actionId, type, created_at: createdAt.toISOString(), root, counts, superseded }
          return {
            status: 201,
            contentType: 'application/json; charset=utf-8',
            body: await renderOutcomes(head, outcomes, query.targets !== false),
          }
        }),
    },
    {
      method: 'GET',
      path: `${path}/:action_id`,
      tag,
      operationId: 'showAction',
      summary: 'Show an action, with its targets counted by state',
      access: needs('read'),
      params: ActionId,
      response: Action,
      errors: ['not_found'],
      handle: async ({ caller, params }) => json(toAction(await showAction(services, caller, params.action_id!))),
    },
    {
      method: 'POST',
      path: `${path}/:action_id/cancel`,
      tag,
      operationId: 'cancelAction',
      summary: 'Cancel what still waits, and ask agents at work to stop',
      description: 'Needs `actions` or `actions:<type>`. What has ended stays as it is.',
      access: needs('any'),
      params: ActionId,
      ignoresBody: true,
      response: Cancelled,
      errors: ['not_found'],
      handle: (request) =>
        change(services, request, async (unit, caller) => {
          const { cancelled, askedToStop } = await cancelAction(services, unit, caller, request.params.action_id!)
          return { cancelled, asked_to_stop: askedToStop } satisfies Static<typeof Cancelled>
        }),
    },
    {
      method: 'GET',
      path: `${path}/:action_id/receipt`,
      tag: 'audit',
      operationId: 'makeActionReceipt',
      summary: 'Prove that the action was for this device',
      description: 'The receipt verifies alone and offline: `muster audit verify FILE`.',
      access: needs('operate'),
      params: ActionId,
      query: Type.Object({ device_id: Type.String({ minLength: 1 }) }, { additionalProperties: false }),
      response: AuditReceipt,
      errors: ['not_found'],
      handle: async ({ caller, params, query }) =>
        json(
          await makeActionReceipt(services, caller, {
            actionId: params.action_id!,
            deviceId: query.device_id as string,
          }),
        ),
    },
  ]
}

function toRequest({ type, params = {}, devices, ...rest }: PlanOrder | ActionOrder): ActionRequest {
  const { deliver_within: deliverWithinSeconds, finish_within: finishWithinSeconds, supersede, brake } = rest
  const plan = 'plan' in rest && rest.plan ? { actionId: rest.plan.action_id, root: rest.plan.root } : undefined
  return {
    type,
    params,
    edition: 'narrowed',
    devices: toSelection(devices),
    deliverWithinSeconds,
    finishWithinSeconds,
    supersede,
    brake: brake && toBrake(brake),
    plan,
  }
}

function toBrake({ failed_percent, sample_min }: BrakeOrder): Brake {
  return {
    failedPercent: failed_percent ?? brakeDefaults.failedPercent,
    sampleMin: sample_min ?? brakeDefaults.sampleMin,
  }
}

function toSelection({ ids, macs, filter, targets }: PlanOrder['devices']): ActionRequest['devices'] {
  if (ids !== undefined) return { by: 'id', identifiers: ids }
  if (macs !== undefined) return { by: 'mac', identifiers: macs }
  if (targets !== undefined) return { by: 'targets', actionId: targets.action_id, states: targets.states }
  return { by: 'filter', filter: filter ?? {} }
}
