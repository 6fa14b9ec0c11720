import type {
  FreshSignIn,
  PasskeyAnswer,
  PasskeyCeremony,
  PasswordSignIn,
  SecondFactor,
  Session,
  SignedIn,
  SignInAnswer,
  SignInOptions,
} from '@muster/core/api/session.ts'
import type { NewAdministrator } from '@muster/core/api/setup.ts'
import type { AcceptedInvitation, Invitation, InvitationToken } from '@muster/core/api/users.ts'
import type { Endpoint } from './endpoint.ts'

type Nothing = Record<never, never>

export const showSignInOptions: Endpoint<Nothing, SignInOptions> = { method: 'GET', path: '/sign-in' }
export const showSession: Endpoint<Nothing, Session> = { method: 'GET', path: '/session' }
export const signIn: Endpoint<{ body: PasswordSignIn }, SignInAnswer> = { method: 'POST', path: '/session' }
export const giveSecondFactor: Endpoint<{ body: SecondFactor }, SignedIn> = {
  method: 'POST',
  path: '/session/second-factor',
}
export const beginPasskey: Endpoint<Nothing, PasskeyCeremony> = { method: 'POST', path: '/session/passkey/options' }
export const signInByPasskey: Endpoint<{ body: PasskeyAnswer }, SignedIn> = { method: 'POST', path: '/session/passkey' }
export const signOut: Endpoint<Nothing, Nothing> = { method: 'DELETE', path: '/session' }
export const beginFreshPasskey: Endpoint<Nothing, PasskeyCeremony> = { method: 'POST', path: '/session/fresh/options' }
export const signInAfresh: Endpoint<{ body: FreshSignIn }, Session> = { method: 'POST', path: '/session/fresh' }

export const setUp: Endpoint<{ body: NewAdministrator }, SignedIn> = { method: 'POST', path: '/setup' }
export const showInvitation: Endpoint<{ body: InvitationToken }, Invitation> = {
  method: 'POST',
  path: '/invitations/show',
}
export const acceptInvitation: Endpoint<{ body: AcceptedInvitation }, SignInAnswer> = {
  method: 'POST',
  path: '/invitations/accept',
}
