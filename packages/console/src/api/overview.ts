import { endpoint } from './endpoint.ts'

export const showOverview = endpoint('GET', '/api/v1/overview')
export const listExemptions = endpoint('GET', '/api/v1/exemptions')
