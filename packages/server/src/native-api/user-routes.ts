import { PageQuery, pageOf, Uuid } from '@muster/core/api/page.ts'
import { EndedSessions, InvitedUser, NewUser, User, UserChange, UserSession } from '@muster/core/api/users.ts'
import { Type } from 'typebox'
import type { PageRequest } from '../operations/page.ts'
import { changeUser } from '../operations/users/change-user.ts'
import { deleteUser, disableUser, enableUser } from '../operations/users/end-users.ts'
import { createUser, inviteUser } from '../operations/users/invite-user.ts'
import { listUsers, showUser } from '../operations/users/list-users.ts'
import { resetSecondFactors } from '../operations/users/reset-second-factors.ts'
import { endUserSession, endUserSessions, listUserSessions } from '../operations/users/user-sessions.ts'
import type { Services } from '../services.ts'
import { change, json, type NativeRoute, needs, prefix } from './native-route.ts'

const tag = 'users'
const path = `${prefix}/users`
const one = { tag, params: Type.Object({ user_id: Uuid }) } as const
const changes = needs('admin', { fresh: true })

export function userRoutes(services: Services): NativeRoute[] {
  return [
    {
      method: 'GET',
      path,
      tag,
      operationId: 'listUsers',
      summary: 'List users by e-mail address',
      access: needs('admin'),
      query: PageQuery,
      response: pageOf(User),
      handle: async ({ caller, query }) => json(await listUsers(services, caller, query as unknown as PageRequest)),
    },
    {
      method: 'POST',
      path,
      tag,
      operationId: 'createUser',
      summary: 'Invite a user',
      description: 'Hand the link to the person, who chooses a password by it. It is shown this once.',
      access: changes,
      status: 201,
      body: NewUser,
      response: InvitedUser,
      errors: ['conflict'],
      example: { body: { email: 'grace@example.com', name: 'Grace', role: 'operator' } },
      handle: (request) =>
        change(services, request, (unit, caller) => createUser(services, unit, caller, request.body as NewUser), {
          status: 201,
          secret: 'invitation_link',
        }),
    },
    {
      ...one,
      method: 'GET',
      path: `${path}/:user_id`,
      operationId: 'showUser',
      summary: 'Show a user',
      access: needs('admin'),
      response: User,
      errors: ['not_found'],
      handle: async ({ caller, params }) => json(await showUser(services, caller, params.user_id!)),
    },
    {
      ...one,
      method: 'PATCH',
      path: `${path}/:user_id`,
      operationId: 'changeUser',
      summary: 'Change a user’s name or role',
      access: changes,
      body: UserChange,
      response: User,
      errors: ['not_found', 'conflict'],
      handle: (request) =>
        change(services, request, (unit, caller) =>
          changeUser(services, unit, caller, { userId: request.params.user_id!, change: request.body as UserChange }),
        ),
    },
    {
      ...one,
      method: 'POST',
      path: `${path}/:user_id/invite`,
      operationId: 'inviteUser',
      summary: 'Make a new link to choose a password by',
      description: 'The link before is over. Also for a password that was forgotten.',
      access: changes,
      ignoresBody: true,
      response: InvitedUser,
      errors: ['not_found', 'conflict'],
      handle: (request) =>
        change(services, request, (unit, caller) => inviteUser(services, unit, caller, request.params.user_id!), {
          secret: 'invitation_link',
        }),
    },
    {
      ...one,
      method: 'POST',
      path: `${path}/:user_id/disable`,
      operationId: 'disableUser',
      summary: 'Disable a user',
      description: 'Ends the sessions; commands of the user that no agent holds yet are kept back.',
      access: changes,
      ignoresBody: true,
      response: User,
      errors: ['not_found', 'conflict'],
      handle: (request) =>
        change(services, request, (unit, caller) => disableUser(services, unit, caller, request.params.user_id!)),
    },
    {
      ...one,
      method: 'POST',
      path: `${path}/:user_id/enable`,
      operationId: 'enableUser',
      summary: 'Let a user in again',
      description: 'Commands that were kept back stay so.',
      access: changes,
      ignoresBody: true,
      response: User,
      errors: ['not_found'],
      handle: (request) =>
        change(services, request, (unit, caller) => enableUser(services, unit, caller, request.params.user_id!)),
    },
    {
      ...one,
      method: 'POST',
      path: `${path}/:user_id/reset-second-factors`,
      operationId: 'resetSecondFactors',
      summary: 'Remove a user’s authenticator app, passkeys and recovery codes',
      description: 'For whoever lost them. Ends the sessions.',
      access: changes,
      ignoresBody: true,
      response: User,
      errors: ['not_found', 'conflict'],
      handle: (request) =>
        change(services, request, (unit, caller) =>
          resetSecondFactors(services, unit, caller, request.params.user_id!),
        ),
    },
    {
      ...one,
      method: 'DELETE',
      path: `${path}/:user_id`,
      operationId: 'deleteUser',
      summary: 'Delete a user',
      access: changes,
      response: User,
      errors: ['not_found', 'conflict'],
      handle: (request) =>
        change(services, request, (unit, caller) => deleteUser(services, unit, caller, request.params.user_id!)),
    },
    {
      ...one,
      method: 'GET',
      path: `${path}/:user_id/sessions`,
      operationId: 'listUserSessions',
      summary: 'List a user’s sessions',
      access: needs('admin'),
      response: pageOf(UserSession),
      errors: ['not_found'],
      handle: async ({ caller, params }) => json(await listUserSessions(services, caller, params.user_id!)),
    },
    {
      tag,
      params: Type.Object({ user_id: Uuid, session_id: Uuid }),
      method: 'DELETE',
      path: `${path}/:user_id/sessions/:session_id`,
      operationId: 'endUserSession',
      summary: 'End a session of a user',
      access: changes,
      response: UserSession,
      errors: ['not_found'],
      handle: (request) =>
        change(services, request, (unit, caller) =>
          endUserSession(services, unit, caller, {
            userId: request.params.user_id!,
            sessionId: request.params.session_id!,
          }),
        ),
    },
    {
      ...one,
      method: 'POST',
      path: `${path}/:user_id/sessions/end`,
      operationId: 'endUserSessions',
      summary: 'End all sessions of a user',
      access: changes,
      ignoresBody: true,
      response: EndedSessions,
      errors: ['not_found'],
      handle: (request) =>
        change(services, request, (unit, caller) =>
          endUserSessions(services, unit, caller, { userId: request.params.user_id! }),
        ),
    },
  ]
}
