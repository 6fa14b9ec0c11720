import { endpoint } from './endpoint.ts'

export const listApplications = endpoint('GET', '/api/v1/applications')
export const createApplication = endpoint('POST', '/api/v1/applications')
export const changeApplication = endpoint('PATCH', '/api/v1/applications/{app_id}')
export const revokeApplication = endpoint('POST', '/api/v1/applications/{app_id}/revoke')
