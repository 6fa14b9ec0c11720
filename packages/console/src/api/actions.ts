import type { TargetState } from '@muster/core/action/life-cycle.ts'
import type {
  Action,
  ActionOrder,
  ActionQuery,
  Applied,
  Cancelled,
  Plan,
  PlanOrder,
  RetryOrder,
  RetryPlanOrder,
  Target,
  UndoOrder,
} from '@muster/core/api/actions.ts'
import type { Page, PageQuery } from '@muster/core/api/page.ts'
import type { Endpoint } from './endpoint.ts'

type One = { params: { action_id: string } }
type TargetsWanted = { query: { targets: boolean } }

export const planAction: Endpoint<{ body: PlanOrder }, Plan> = { method: 'POST', path: '/actions/plan' }
export const applyAction: Endpoint<{ body: ActionOrder } & TargetsWanted, Applied> = {
  method: 'POST',
  path: '/actions',
}
export const listActions: Endpoint<{ query: ActionQuery }, Page<Action>> = { method: 'GET', path: '/actions' }
export const showAction: Endpoint<One, Action> = { method: 'GET', path: '/actions/:action_id' }
export const listTargets: Endpoint<One & { query: PageQuery & { state?: TargetState } }, Page<Target>> = {
  method: 'GET',
  path: '/actions/:action_id/targets',
}
export const cancelAction: Endpoint<One, Cancelled> = { method: 'POST', path: '/actions/:action_id/cancel' }
export const planRetry: Endpoint<One & { body: RetryPlanOrder }, Plan> = {
  method: 'POST',
  path: '/actions/:action_id/retry/plan',
}
export const retryAction: Endpoint<One & TargetsWanted & { body: RetryOrder }, Applied> = {
  method: 'POST',
  path: '/actions/:action_id/retry',
}
export const planUndo: Endpoint<One, Plan> = { method: 'POST', path: '/actions/:action_id/undo/plan' }
export const undoAction: Endpoint<One & TargetsWanted & { body: UndoOrder }, Applied> = {
  method: 'POST',
  path: '/actions/:action_id/undo',
}
