import {
  Application,
  ApplicationChange,
  ChangedApplication,
  CreatedApplication,
  NewApplication,
} from '@muster/core/api/applications.ts'
import { PageQuery, pageOf, Uuid } from '@muster/core/api/page.ts'
import { Type } from 'typebox'
import { changeApplication } from '../operations/change-application.ts'
import { createApplication } from '../operations/create-application.ts'
import { listApplications } from '../operations/list-applications.ts'
import type { PageRequest } from '../operations/page.ts'
import { revokeApplication } from '../operations/revoke-application.ts'
import type { Services } from '../services.ts'
import { change, json, type NativeRoute, needs, prefix } from './native-route.ts'

const tag = 'applications'
const path = `${prefix}/applications`

export function applicationRoutes(services: Services): NativeRoute[] {
  return [
    {
      method: 'GET',
      path,
      tag,
      operationId: 'listApplications',
      summary: 'List OAuth applications, newest first',
      access: needs('admin'),
      query: PageQuery,
      response: pageOf(Application),
      handle: async ({ caller, query }) =>
        json(await listApplications(services, caller, query as unknown as PageRequest)),
    },
    {
      method: 'POST',
      path,
      tag,
      operationId: 'createApplication',
      summary: 'Register an OAuth application',
      description: 'The client secret is shown this once.',
      access: needs('admin', { fresh: true }),
      status: 201,
      body: NewApplication,
      response: CreatedApplication,
      example: { body: { name: 'Service desk', scopes: ['read', 'actions:fetch_agent_log'] } },
      handle: (request) =>
        change(
          services,
          request,
          (unit, caller) => createApplication(services, unit, caller, request.body as NewApplication),
          { status: 201, secret: 'client_secret' },
        ),
    },
    {
      method: 'PATCH',
      path: `${path}/:app_id`,
      tag,
      operationId: 'changeApplication',
      summary: 'Change an application’s name, redirect addresses or type',
      description:
        'One that becomes public loses its secret; one that becomes confidential gets a new one, shown this once.',
      access: needs('admin', { fresh: true }),
      params: Type.Object({ app_id: Uuid }),
      body: ApplicationChange,
      response: ChangedApplication,
      errors: ['not_found'],
      example: { body: { redirect_uris: ['https://portal.example.com/oauth/callback'] } },
      handle: (request) =>
        change(
          services,
          request,
          (unit, caller) =>
            changeApplication(services, unit, caller, {
              appId: request.params.app_id!,
              change: request.body as ApplicationChange,
            }),
          { secret: 'client_secret' },
        ),
    },
    {
      method: 'POST',
      path: `${path}/:app_id/revoke`,
      tag,
      operationId: 'revokeApplication',
      summary: 'Revoke an application and its tokens',
      description: 'Its commands that no agent holds yet are kept back.',
      access: needs('admin', { fresh: true }),
      params: Type.Object({ app_id: Uuid }),
      ignoresBody: true,
      response: Application,
      errors: ['not_found'],
      handle: (request) =>
        change(services, request, (unit, caller) => revokeApplication(services, unit, caller, request.params.app_id!)),
    },
  ]
}
