import { randomBytes } from 'node:crypto'
import type { SignInError } from '@muster/core/api/session.ts'
import { Type } from 'typebox'
import { createSessionAuthenticator } from '../operations/sign-in/authenticate-session.ts'
import {
  endOpenIdCeremony,
  type OpenIdCeremony,
  type OpenIdPurpose,
  startOpenIdCeremony,
} from '../operations/sign-in/openid-ceremony.ts'
import { signInByOpenId } from '../operations/sign-in/sign-in-by-openid.ts'
import { useOpenId } from '../operations/sign-in/use-openid.ts'
import { Refusal } from '../refusal.ts'
import type { Route, RouteAnswer, RouteRequest } from '../route.ts'
import type { Services } from '../services.ts'
import {
  formatOpenIdCookie,
  formatSessionCookie,
  openIdCookieName,
  readCookie,
  sessionCookieName,
} from '../session-cookie.ts'
import { createProvider, type OpenIdProvider } from './provider.ts'

const callbackPath = '/auth/oidc/callback'
const access = { kind: 'public' } as const

/**
 * Where browsers go, not scripts: what goes wrong at the provider is told by a redirection. What the console never asks
 * for (a link of another page, somebody who is not signed in) is refused as anywhere.
 */
export function openIdRoutes(services: Services): Route[] {
  const settings = services.openid
  const provider = settings && createProvider(settings)
  return [
    {
      method: 'GET',
      path: '/auth/oidc/start',
      refusesHead: true,
      access: { ...access, api: 'sign-in' },
      query: Type.Object({
        // Of an application that wants to be let in: its whole request.
        return_to: Type.Optional(Type.String({ maxLength: 8192 })),
        purpose: Type.Optional(Type.Enum(['sign_in', 'fresh', 'link'], { default: 'sign_in' })),
      }),
      handle: async (request) => (provider ? start(services, provider, request) : tellError('openid_off')),
    },
    {
      method: 'GET',
      path: callbackPath,
      refusesHead: true,
      access,
      handle: async (request) => {
        if (!settings || !provider) return tellError('openid_off')
        const cookie = readCookie(request.headers.cookie, openIdCookieName(services.publicUrl()))
        const ceremony = cookie && (await endOpenIdCeremony(services, cookie).catch(undefinedWhereOver))
        if (!ceremony) return tellError('openid_expired')
        const person = await provider
          .personOf(ceremony, answerAddress(services, request))
          .catch((error: unknown) => void logFailure(services, error))
        if (!person) return tellError('openid_failed')
        if (ceremony.purpose !== 'sign_in') {
          const error = await useOpenId(services, request.caller, ceremony, person)
          return error ? tellError(error) : redirect(ceremony.returnTo)
        }
        const client = { ...person, userAgent: request.headers['user-agent'] }
        const outcome = await signInByOpenId(services, settings, request.caller, client)
        if ('error' in outcome) return tellError(outcome.error)
        const { lifetimeSeconds } = services.sessions
        const session = formatSessionCookie(services.publicUrl(), outcome.signIn.token, lifetimeSeconds)
        return redirect(ceremony.returnTo, session)
      },
    },
  ]
}

async function start(services: Services, provider: OpenIdProvider, request: RouteRequest): Promise<RouteAnswer> {
  const { return_to: returnTo, purpose } = request.query as { return_to?: string; purpose: OpenIdPurpose }
  const publicUrl = services.publicUrl()
  const ceremony: OpenIdCeremony = {
    purpose,
    returnTo: ownAddress(publicUrl, returnTo),
    state: randomBytes(32).toString('base64url'),
    nonce: randomBytes(32).toString('base64url'),
    codeVerifier: randomBytes(32).toString('base64url'),
    startedAt: Math.floor(services.now().getTime() / 1000),
    session: purpose === 'sign_in' ? undefined : await requireSession(services, request, purpose),
  }
  const address = await provider
    .addressFor(ceremony, publicUrl + callbackPath)
    .catch((error: unknown) => void logFailure(services, error))
  if (!address) return tellError('openid_failed')
  const token = await startOpenIdCeremony(services, ceremony)
  return redirect(address.href, formatOpenIdCookie(publicUrl, token))
}

/** @throws Refusal invalid_token, csrf_refused, fresh_sign_in_needed */
async function requireSession(services: Services, { headers }: RouteRequest, purpose: OpenIdPurpose) {
  // Strictly: what is linked signs in from then on, and a page of a neighbouring host gets the cookie sent along.
  const site = headers['sec-fetch-site']
  if (site !== undefined && site !== 'same-origin' && site !== 'none') throw new Refusal('csrf_refused')
  const cookie = readCookie(headers.cookie, sessionCookieName(services.publicUrl()))
  const holder = cookie && (await createSessionAuthenticator(services)(cookie))
  if (!holder) throw new Refusal('invalid_token')
  // Whose account is linked can sign in from then on: that is as good as a password.
  if (purpose === 'link' && !holder.session.isFresh) throw new Refusal('fresh_sign_in_needed')
  return { id: holder.session.id, userId: holder.userId!, email: holder.userName! }
}

/** The address that the browser asked for, as the provider knows it. */
function answerAddress(services: Services, { query }: RouteRequest): URL {
  const address = new URL(services.publicUrl() + callbackPath)
  for (const [key, value] of Object.entries(query)) {
    for (const one of [value].flat()) address.searchParams.append(key, String(one))
  }
  return address
}

/** Of this server, or its first page: nobody is sent elsewhere by a link to here. */
function ownAddress(publicUrl: string, returnTo: string | undefined): string {
  if (returnTo === undefined || !returnTo.startsWith('/') || !URL.canParse(returnTo, publicUrl)) return '/'
  const { origin, pathname, search, hash } = new URL(returnTo, publicUrl)
  return origin === new URL(publicUrl).origin && !pathname.startsWith('//') ? pathname + search + hash : '/'
}

function undefinedWhereOver(error: unknown): undefined {
  if (!(error instanceof Refusal)) throw error
}

function logFailure({ log }: Services, error: unknown): void {
  const { message, code, cause } = error as { message?: string; code?: string; cause?: { message?: string } }
  log.warn({ problem: message, code, cause: cause?.message }, 'sign-in by the OpenID provider failed')
}

function tellError(error: SignInError): RouteAnswer {
  return redirect(`/sign-in?error=${error}`)
}

function redirect(location: string, cookie?: string): RouteAnswer {
  return { status: 302, headers: { location, ...(cookie && { 'set-cookie': cookie }) }, body: null }
}
