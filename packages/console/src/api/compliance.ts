import { endpoint } from './endpoint.ts'

export const showAccountPolicy = endpoint('GET', '/api/v1/compliance-policy')
export const changeAccountPolicy = endpoint('PUT', '/api/v1/compliance-policy')
export const showGroupPolicy = endpoint('GET', '/api/v1/groups/{group_id}/compliance-policy')
export const changeGroupPolicy = endpoint('PUT', '/api/v1/groups/{group_id}/compliance-policy')
export const dropGroupPolicy = endpoint('DELETE', '/api/v1/groups/{group_id}/compliance-policy')
