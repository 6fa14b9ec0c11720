import { ApplicationGrant } from '@muster/core/api/applications.ts'
import { pageOf, Uuid } from '@muster/core/api/page.ts'
import { PasswordChange, ProfileChange } from '@muster/core/api/second-factors.ts'
import { EndedSessions, User, UserSession } from '@muster/core/api/users.ts'
import { Type } from 'typebox'
import { changePassword, changeProfile } from '../operations/profile/change-profile.ts'
import { listOwnGrants, revokeOwnGrant } from '../operations/profile/own-grants.ts'
import { showUser } from '../operations/users/list-users.ts'
import { endUserSession, endUserSessions, listUserSessions } from '../operations/users/user-sessions.ts'
import type { Services } from '../services.ts'
import { change, json, type NativeRoute, needsSession, prefix } from './native-route.ts'

const tag = 'profile'
const path = `${prefix}/profile`

export function profileRoutes(services: Services): NativeRoute[] {
  return [
    {
      method: 'GET',
      path,
      tag,
      operationId: 'showProfile',
      summary: 'Show oneself',
      access: needsSession(),
      response: User,
      handle: async ({ caller }) => json(await showUser(services, caller, caller.userId!)),
    },
    {
      method: 'PATCH',
      path,
      tag,
      operationId: 'changeProfile',
      summary: 'Change one’s name',
      access: needsSession(),
      body: ProfileChange,
      response: User,
      handle: (request) =>
        change(services, request, (unit, caller) =>
          changeProfile(services, unit, caller, request.body as ProfileChange),
        ),
    },
    {
      method: 'PUT',
      path: `${path}/password`,
      tag,
      operationId: 'changePassword',
      summary: 'Change one’s password',
      description: 'Ends one’s other sessions.',
      access: needsSession({ fresh: true }),
      takesNoKey: true,
      body: PasswordChange,
      response: User,
      // What is kept for a key is a plain hash of the body: a password deserves a slow one.
      handle: (request) =>
        change(services, { ...request, idempotent: undefined }, (unit, caller) =>
          changePassword(services, unit, caller, request.body as PasswordChange),
        ),
    },
    {
      method: 'GET',
      path: `${path}/sessions`,
      tag,
      operationId: 'listOwnSessions',
      summary: 'List one’s sessions, the last used first',
      access: needsSession(),
      response: pageOf(UserSession),
      handle: async ({ caller }) => json(await listUserSessions(services, caller, caller.userId!)),
    },
    {
      method: 'DELETE',
      path: `${path}/sessions/:session_id`,
      tag,
      operationId: 'endOwnSession',
      summary: 'End one of one’s sessions',
      access: needsSession(),
      params: Type.Object({ session_id: Uuid }),
      response: UserSession,
      errors: ['not_found'],
      handle: (request) =>
        change(services, request, (unit, caller) =>
          endUserSession(services, unit, caller, { userId: caller.userId!, sessionId: request.params.session_id! }),
        ),
    },
    {
      method: 'POST',
      path: `${path}/sessions/end-others`,
      tag,
      operationId: 'endOtherSessions',
      summary: 'End all of one’s sessions but this',
      access: needsSession(),
      ignoresBody: true,
      response: EndedSessions,
      handle: (request) =>
        change(services, request, (unit, caller) =>
          endUserSessions(services, unit, caller, { userId: caller.userId!, exceptId: caller.session!.id }),
        ),
    },
    {
      method: 'GET',
      path: `${path}/grants`,
      tag,
      operationId: 'listOwnGrants',
      summary: 'List the applications that act for oneself',
      access: needsSession(),
      response: pageOf(ApplicationGrant),
      handle: async ({ caller }) => json(await listOwnGrants(services, caller)),
    },
    {
      method: 'DELETE',
      path: `${path}/grants/:app_id`,
      tag,
      operationId: 'revokeOwnGrant',
      summary: 'Let an application no longer act for oneself',
      description: 'Its tokens for this user end at once.',
      access: needsSession(),
      params: Type.Object({ app_id: Uuid }),
      response: ApplicationGrant,
      errors: ['not_found'],
      handle: (request) =>
        change(services, request, (unit, caller) => revokeOwnGrant(services, unit, caller, request.params.app_id!)),
    },
  ]
}
