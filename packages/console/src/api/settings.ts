import { endpoint } from './endpoint.ts'

export const showSettings = endpoint('GET', '/api/v1/settings')
export const showIdentityFields = endpoint('GET', '/api/v1/identity-fields')
export const changeIdentityFields = endpoint('PUT', '/api/v1/identity-fields')
export const showAgentPolicy = endpoint('GET', '/api/v1/agent-policy')
export const changeAgentPolicy = endpoint('PUT', '/api/v1/agent-policy')
export const changeLicence = endpoint('PUT', '/api/v1/licence')
export const showRetention = endpoint('GET', '/api/v1/retention')
export const changeRetention = endpoint('PUT', '/api/v1/retention')
