import type { SignInAnswer } from '@muster/core/api/session.ts'
import type { NewSignIn } from '../operations/sign-in/start-session.ts'
import type { RouteAnswer, RouteRequest } from '../route.ts'
import type { Services } from '../services.ts'
import { formatEndedCookie, formatSessionCookie, readCookie, sessionCookieName } from '../session-cookie.ts'
import { json } from './native-route.ts'

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

/** Takes the cookie back. */
export function signedOut(services: Services): RouteAnswer {
  return { ...json({}), headers: { 'set-cookie': formatEndedCookie(services.publicUrl()) } }
}

/** It was good a moment ago, or the request would not be here. */
export function sessionTokenOf(services: Services, { headers }: RouteRequest): string {
  return readCookie(headers.cookie, sessionCookieName(services.publicUrl()))!
}
