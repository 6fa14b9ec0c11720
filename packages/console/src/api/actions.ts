import { endpoint } from './endpoint.ts'

export const planAction = endpoint('POST', '/api/v1/actions/plan')
export const applyAction = endpoint('POST', '/api/v1/actions')
export const listActions = endpoint('GET', '/api/v1/actions')
export const showAction = endpoint('GET', '/api/v1/actions/{action_id}')
export const listTargets = endpoint('GET', '/api/v1/actions/{action_id}/targets')
export const cancelAction = endpoint('POST', '/api/v1/actions/{action_id}/cancel')
export const planRetry = endpoint('POST', '/api/v1/actions/{action_id}/retry/plan')
export const retryAction = endpoint('POST', '/api/v1/actions/{action_id}/retry')
export const planUndo = endpoint('POST', '/api/v1/actions/{action_id}/undo/plan')
export const undoAction = endpoint('POST', '/api/v1/actions/{action_id}/undo')
