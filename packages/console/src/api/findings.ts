import { endpoint } from './endpoint.ts'

export const listFindings = endpoint('GET', '/api/v1/findings')
