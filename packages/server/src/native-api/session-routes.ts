import { FreshSignIn, PasskeyCeremony, Session } from '@muster/core/api/session.ts'
import { Type } from 'typebox'
import { beginFreshSignIn, confirmFreshSignIn } from '../operations/sign-in/confirm-fresh.ts'
import { endSession } from '../operations/sign-in/end-session.ts'
import { showSession } from '../operations/sign-in/show-session.ts'
import type { Services } from '../services.ts'
import { json, type NativeRoute, needsSession, prefix } from './native-route.ts'
import { sessionTokenOf, signedOut } from './session-cookies.ts'

const tag = 'sign-in'
const path = `${prefix}/session`

export function sessionRoutes(services: Services): NativeRoute[] {
  return [
    {
      method: 'GET',
      path,
      tag,
      operationId: 'showSession',
      summary: 'Who is signed in',
      access: needsSession(),
      response: Session,
      handle: async (request) => json(await showSession(services, request.caller, sessionTokenOf(services, request))),
    },
    {
      method: 'DELETE',
      path,
      tag,
      operationId: 'signOut',
      summary: 'Sign out',
      access: needsSession(),
      takesNoKey: true,
      response: Type.Object({}),
      handle: async ({ caller }) => {
        await endSession(services, caller)
        return signedOut(services)
      },
    },
    {
      method: 'POST',
      path: `${path}/fresh/options`,
      tag,
      operationId: 'beginFreshSignIn',
      summary: 'Begin to confirm who one is by a passkey',
      access: needsSession(),
      takesNoKey: true,
      ignoresBody: true,
      response: PasskeyCeremony,
      errors: ['conflict'],
      handle: async ({ caller }) => json(await beginFreshSignIn(services, caller)),
    },
    {
      method: 'POST',
      path: `${path}/fresh`,
      tag,
      operationId: 'confirmFreshSignIn',
      summary: 'Confirm who one is, for ten minutes of dangerous things',
      description: 'By password, by a code of the authenticator app, or by a passkey.',
      access: needsSession(),
      takesNoKey: true,
      body: FreshSignIn,
      response: Session,
      errors: ['wrong_credentials', 'rate_limited'],
      handle: async (request) => {
        const token = sessionTokenOf(services, request)
        return json(await confirmFreshSignIn(services, request.caller, request.body as FreshSignIn, token))
      },
    },
  ]
}
