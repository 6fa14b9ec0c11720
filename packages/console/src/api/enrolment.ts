import { endpoint } from './endpoint.ts'

export const listEnrolmentTokens = endpoint('GET', '/api/v1/enrolment-tokens')
export const createEnrolmentToken = endpoint('POST', '/api/v1/enrolment-tokens')
export const revokeEnrolmentToken = endpoint('DELETE', '/api/v1/enrolment-tokens/{token_id}')
