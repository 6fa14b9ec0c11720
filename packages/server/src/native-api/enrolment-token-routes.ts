import { CreatedEnrolmentToken, EnrolmentToken, NewEnrolmentToken } from '@muster/core/api/enrolment-tokens.ts'
import { PageQuery, pageOf, Uuid } from '@muster/core/api/page.ts'
import { Type } from 'typebox'
import { createEnrolmentToken } from '../operations/create-enrolment-token.ts'
import { listEnrolmentTokens } from '../operations/list-enrolment-tokens.ts'
import type { PageRequest } from '../operations/page.ts'
import { revokeEnrolmentToken } from '../operations/revoke-enrolment-token.ts'
import type { Services } from '../services.ts'
import { change, json, type NativeRoute, needs, prefix } from './native-route.ts'

const tag = 'enrolment'
const path = `${prefix}/enrolment-tokens`

export function enrolmentTokenRoutes(services: Services): NativeRoute[] {
  return [
    {
      method: 'GET',
      path,
      tag,
      operationId: 'listEnrolmentTokens',
      summary: 'List enrolment tokens, newest first',
      access: needs('operate'),
      query: PageQuery,
      response: pageOf(EnrolmentToken),
      handle: async ({ caller, query }) =>
        json(await listEnrolmentTokens(services, caller, query as unknown as PageRequest)),
    },
    {
      method: 'POST',
      path,
      tag,
      operationId: 'createEnrolmentToken',
      summary: 'Create an enrolment token',
      description: 'Good for one device and an hour unless more is asked for. The token is shown this once.',
      access: needs('operate'),
      status: 201,
      body: NewEnrolmentToken,
      response: CreatedEnrolmentToken,
      example: { body: { group_id: 'default', expires_in_seconds: 3600, uses: 25 } },
      handle: (request) =>
        change(
          services,
          request,
          (unit, caller) => createEnrolmentToken(services, unit, caller, (request.body ?? {}) as NewEnrolmentToken),
          { status: 201, secret: 'token' },
        ),
    },
    {
      method: 'DELETE',
      path: `${path}/:token_id`,
      tag,
      operationId: 'revokeEnrolmentToken',
      summary: 'Revoke an enrolment token',
      description: 'Devices that came in with it stay.',
      access: needs('operate'),
      params: Type.Object({ token_id: Uuid }),
      response: EnrolmentToken,
      errors: ['not_found'],
      handle: (request) =>
        change(services, request, (unit, caller) =>
          revokeEnrolmentToken(services, unit, caller, request.params.token_id!),
        ),
    },
  ]
}
