import type { CreatedEnrolmentToken, EnrolmentToken, NewEnrolmentToken } from '@muster/core/api/enrolment-tokens.ts'
import type { Page, PageQuery } from '@muster/core/api/page.ts'
import type { Endpoint } from './endpoint.ts'

export const listEnrolmentTokens: Endpoint<{ query: PageQuery }, Page<EnrolmentToken>> = {
  method: 'GET',
  path: '/enrolment-tokens',
}
export const createEnrolmentToken: Endpoint<{ body: NewEnrolmentToken }, CreatedEnrolmentToken> = {
  method: 'POST',
  path: '/enrolment-tokens',
}
export const revokeEnrolmentToken: Endpoint<{ params: { token_id: string } }, EnrolmentToken> = {
  method: 'DELETE',
  path: '/enrolment-tokens/:token_id',
}
