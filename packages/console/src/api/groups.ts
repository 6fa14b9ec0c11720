import { endpoint } from './endpoint.ts'

export const listGroups = endpoint('GET', '/api/v1/groups')
export const createGroup = endpoint('POST', '/api/v1/groups')
export const changeGroup = endpoint('PATCH', '/api/v1/groups/{group_id}')
export const deleteGroup = endpoint('DELETE', '/api/v1/groups/{group_id}')
