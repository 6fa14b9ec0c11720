import { PasswordSignIn, Session, SignInAnswer, SignInOptions } from '@muster/core/api/session.ts'
import { NewAdministrator } from '@muster/core/api/setup.ts'
import { Type } from 'typebox'
import { endSession } from '../operations/sign-in/end-session.ts'
import { setUpAdministrator } from '../operations/sign-in/set-up-administrator.ts'
import { showSession } from '../operations/sign-in/show-session.ts'
import { showSignInOptions } from '../operations/sign-in/show-sign-in-options.ts'
import { signInByPassword } from '../operations/sign-in/sign-in-by-password.ts'
import type { NewSignIn } from '../operations/sign-in/start-session.ts'
import type { RouteAnswer, RouteRequest } from '../route.ts'
import type { Services } from '../services.ts'
import { formatEndedCookie, formatSessionCookie, readCookie, sessionCookieName } from '../session-cookie.ts'
import { json, type NativeRoute, needsSession, prefix, signingIn } from './native-route.ts'

const tag = 'sign-in'
const path = `${prefix}/session`

export function sessionRoutes(services: Services): NativeRoute[] {
  return [
    {
      method: 'GET',
      path: `${prefix}/sign-in`,
      tag,
      operationId: 'showSignInOptions',
      summary: 'How one may sign in here',
      access: signingIn,
      response: SignInOptions,
      handle: async () => json(await showSignInOptions(services)),
    },
    {
      method: 'POST',
      path: `${prefix}/setup`,
      tag,
      operationId: 'setUp',
      summary: 'Make the first administrator, and sign in',
      description: 'With the token of the link that the server printed at its start. Gone once a user exists.',
      access: signingIn,
      takesNoKey: true,
      status: 201,
      body: NewAdministrator,
      response: SignInAnswer,
      errors: ['wrong_credentials', 'not_found', 'rate_limited'],
      handle: async ({ caller, body, headers }) => {
        const order = { ...(body as NewAdministrator), userAgent: headers['user-agent'] }
        return signedIn(services, await setUpAdministrator(services, caller, order), 201)
      },
    },
    {
      method: 'POST',
      path,
      tag,
      operationId: 'signIn',
      summary: 'Sign in with e-mail address and password',
      description: 'Sets the cookie, or asks for the second factor.',
      access: signingIn,
      takesNoKey: true,
      body: PasswordSignIn,
      response: SignInAnswer,
      errors: ['wrong_credentials', 'rate_limited'],
      handle: async ({ caller, body, headers }) => {
        const order = { ...(body as PasswordSignIn), userAgent: headers['user-agent'] }
        return signedIn(services, await signInByPassword(services, caller, order))
      },
    },
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
        return { ...json({}), headers: { 'set-cookie': formatEndedCookie(services.publicUrl()) } }
      },
    },
  ]
}

/** With the cookie, where the sign-in is whole. */
export function signedIn(
  services: Services,
  signIn: NewSignIn | { readonly answer: SignInAnswer },
  status = 200,
): RouteAnswer {
  if (!('token' in signIn)) return json(signIn.answer, status)
  const cookie = formatSessionCookie(services.publicUrl(), signIn.token, services.sessions.lifetimeSeconds)
  return { ...json(signIn.answer, status), headers: { 'set-cookie': cookie } }
}

/** It was good a moment ago, or the request would not be here. */
export function sessionTokenOf(services: Services, { headers }: RouteRequest): string {
  return readCookie(headers.cookie, sessionCookieName(services.publicUrl()))!
}
