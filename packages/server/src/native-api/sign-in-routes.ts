import {
  PasskeyAnswer,
  PasskeyCeremony,
  PasswordSignIn,
  SecondFactor,
  SignedIn,
  SignInAnswer,
  SignInOptions,
} from '@muster/core/api/session.ts'
import { NewAdministrator } from '@muster/core/api/setup.ts'
import { AcceptedInvitation, Invitation, InvitationToken } from '@muster/core/api/users.ts'
import { confirmSecondFactor } from '../operations/sign-in/confirm-second-factor.ts'
import { setUpAdministrator } from '../operations/sign-in/set-up-administrator.ts'
import { showSignInOptions } from '../operations/sign-in/show-sign-in-options.ts'
import { beginPasskeySignIn, signInByPasskey } from '../operations/sign-in/sign-in-by-passkey.ts'
import { signInByPassword } from '../operations/sign-in/sign-in-by-password.ts'
import { acceptInvitation, showInvitation } from '../operations/users/accept-invitation.ts'
import type { RouteRequest } from '../route.ts'
import type { Services } from '../services.ts'
import { json, type NativeRoute, prefix } from './native-route.ts'
import { signedIn } from './session-cookies.ts'

/** For whoever is not signed in yet. Their answers hold what is kept nowhere, so they take no Idempotency-Key. */
const common = { tag: 'sign-in', access: { kind: 'public', api: 'sign-in' }, takesNoKey: true } as const

/** What was sent, with what the browser says of itself. */
function orderOf<Body>({ body, headers }: RouteRequest): Body & { userAgent: string | undefined } {
  return { ...(body as Body), userAgent: headers['user-agent'] }
}

export function signInRoutes(services: Services): NativeRoute[] {
  return [
    {
      ...common,
      method: 'GET',
      path: `${prefix}/sign-in`,
      operationId: 'showSignInOptions',
      summary: 'How one may sign in here',
      response: SignInOptions,
      errors: ['rate_limited'],
      handle: async () => json(await showSignInOptions(services)),
    },
    {
      ...common,
      method: 'POST',
      path: `${prefix}/setup`,
      operationId: 'setUp',
      summary: 'Make the first administrator, and sign in',
      description: 'With the token of the link that the server printed at its start. Gone once a user exists.',
      status: 201,
      body: NewAdministrator,
      response: SignedIn,
      errors: ['wrong_credentials', 'not_found', 'rate_limited'],
      handle: async (request) =>
        signedIn(services, await setUpAdministrator(services, request.caller, orderOf(request)), 201),
    },
    {
      ...common,
      method: 'POST',
      path: `${prefix}/session`,
      operationId: 'signIn',
      summary: 'Sign in with e-mail address and password',
      description: 'Sets the cookie, or asks for the second factor.',
      body: PasswordSignIn,
      response: SignInAnswer,
      errors: ['wrong_credentials', 'rate_limited'],
      handle: async (request) => signedIn(services, await signInByPassword(services, request.caller, orderOf(request))),
    },
    {
      ...common,
      method: 'POST',
      path: `${prefix}/session/second-factor`,
      operationId: 'confirmSecondFactor',
      summary: 'Sign in: the second factor',
      description: 'By a code of the authenticator app, a passkey, or a recovery code.',
      body: SecondFactor,
      response: SignedIn,
      errors: ['wrong_credentials', 'rate_limited'],
      handle: async (request) =>
        signedIn(services, await confirmSecondFactor(services, request.caller, orderOf(request))),
    },
    {
      ...common,
      method: 'POST',
      path: `${prefix}/session/passkey/options`,
      operationId: 'beginPasskeySignIn',
      summary: 'Begin to sign in with a passkey alone',
      ignoresBody: true,
      response: PasskeyCeremony,
      errors: ['rate_limited'],
      handle: async () => json(await beginPasskeySignIn(services)),
    },
    {
      ...common,
      method: 'POST',
      path: `${prefix}/session/passkey`,
      operationId: 'signInByPasskey',
      summary: 'Sign in with a passkey alone',
      description: 'Its device must have verified its user: by finger, face or PIN.',
      body: PasskeyAnswer,
      response: SignedIn,
      errors: ['wrong_credentials', 'rate_limited'],
      handle: async (request) => signedIn(services, await signInByPasskey(services, request.caller, orderOf(request))),
    },
    {
      ...common,
      method: 'POST',
      path: `${prefix}/invitations/show`,
      operationId: 'showInvitation',
      summary: 'Who is invited by this link',
      touchesNothing: true,
      body: InvitationToken,
      response: Invitation,
      errors: ['not_found', 'rate_limited'],
      handle: async ({ caller, body }) => json(await showInvitation(services, caller, (body as InvitationToken).token)),
    },
    {
      ...common,
      method: 'POST',
      path: `${prefix}/invitations/accept`,
      operationId: 'acceptInvitation',
      summary: 'Choose the password by an invitation, and sign in',
      body: AcceptedInvitation,
      response: SignInAnswer,
      errors: ['not_found', 'rate_limited'],
      handle: async (request) => signedIn(services, await acceptInvitation(services, request.caller, orderOf(request))),
    },
  ]
}
