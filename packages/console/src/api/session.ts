import { endpoint } from './endpoint.ts'

export const showSignInOptions = endpoint('GET', '/api/v1/sign-in')
export const showSession = endpoint('GET', '/api/v1/session')
export const signIn = endpoint('POST', '/api/v1/session')
export const giveSecondFactor = endpoint('POST', '/api/v1/session/second-factor')
export const beginPasskey = endpoint('POST', '/api/v1/session/passkey/options')
export const signInByPasskey = endpoint('POST', '/api/v1/session/passkey')
export const signOut = endpoint('DELETE', '/api/v1/session')
export const beginFreshPasskey = endpoint('POST', '/api/v1/session/fresh/options')
export const signInAfresh = endpoint('POST', '/api/v1/session/fresh')

export const setUp = endpoint('POST', '/api/v1/setup')
export const showInvitation = endpoint('POST', '/api/v1/invitations/show')
export const acceptInvitation = endpoint('POST', '/api/v1/invitations/accept')
