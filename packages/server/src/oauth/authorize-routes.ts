import { type Caller, hasScope } from '../caller.ts'
import { type Authorization, giveCode, isAgreedTo } from '../operations/oauth/give-code.ts'
import type { Route, RouteAnswer, RouteRequest } from '../route.ts'
import { type Asker, findAsker, readAuthorization } from './authorize-request.ts'
import { findPerson, type Person } from './find-person.ts'
import type { OAuthContext } from './oauth-context.ts'
import { OAuthRefusal } from './oauth-refusal.ts'
import { consentPage } from './pages/consent-page.ts'
import { goOnPage, strangerPage, unfitPage } from './pages/other-pages.ts'
import { readParameters } from './read-parameters.ts'

/**
 * RFC 6749 §4.1.1: a browser comes with what an application asks for. Its user signs in at the console, is asked on a
 * page of ours, and goes back with a code. The answer of that page comes by POST, with the request in the address.
 */
export function authorizeRoutes(context: OAuthContext): Route[] {
  const route = {
    path: '/o/oauth/authorize',
    access: { kind: 'public', api: 'sign-in' },
    tag: 'oauth',
  } as const
  return [
    {
      ...route,
      method: 'GET',
      // Who has agreed before is sent back with a new code.
      refusesHead: true,
      summary: 'Ask a user to let an application in',
      handle: (request) => answer(context, request, askPerson),
    },
    {
      ...route,
      method: 'POST',
      summary: 'The user’s answer',
      acceptsForm: true,
      handle: (request) => answer(context, request, takeAnswer),
    },
  ]
}

interface Asked {
  readonly context: OAuthContext
  readonly request: RouteRequest
  readonly person: Person
  readonly asker: Asker
  readonly authorization: Authorization
}

async function answer(
  context: OAuthContext,
  request: RouteRequest,
  goOn: (asked: Asked) => Promise<RouteAnswer>,
): Promise<RouteAnswer> {
  const { services } = context
  const asker = await findAsker(services, request.query)
  if (asker === undefined) return strangerPage()
  try {
    const wanted = readAuthorization(asker, request.query)
    const person = await findPerson(services, request)
    const own = ownAddress(request)
    if (person === undefined) {
      return comesFromElsewhere(request) ? goOnPage(own) : redirect(`/sign-in?return_to=${encodeURIComponent(own)}`)
    }
    // People and applications of other accounts are no business of each other's.
    if (person.caller.accountId !== asker.client.accountId) return strangerPage()
    const authorization = { ...wanted, scopes: scopesFor(wanted, person.caller) }
    return await goOn({ context, request, person, asker, authorization })
  } catch (error) {
    if (!(error instanceof OAuthRefusal)) throw error
    return goBack(context, asker, { error: error.code, error_description: error.message })
  }
}

async function askPerson({ context, request, person, asker, authorization }: Asked): Promise<RouteAnswer> {
  if (await isAgreedTo(context.services, person.caller, authorization)) {
    return goBack(context, asker, { code: await giveCode(context.services, person.caller, authorization) })
  }
  return consentPage({ authorization, person, action: ownAddress(request) })
}

async function takeAnswer({ context, request, person, asker, authorization }: Asked): Promise<RouteAnswer> {
  const form = readParameters({ ...request, query: {} })
  // Another site cannot read it; and what was asked of somebody else is not answered by who sits there now.
  if (!person.isCsrfToken(form.get('csrf_token'))) return unfitPage()
  if (form.get('answer') !== 'allow') throw new OAuthRefusal('access_denied', 'The user did not agree.')
  return goBack(context, asker, { code: await giveCode(context.services, person.caller, authorization) })
}

/** What the user may too. @throws OAuthRefusal where that is nothing */
function scopesFor({ scopes }: Authorization, caller: Caller): readonly string[] {
  const own = scopes.filter((scope) => hasScope(caller, scope))
  if (own.length === 0) throw new OAuthRefusal('access_denied', 'The role of the user allows none of this.')
  return own
}

/** RFC 9207: `iss` tells a client of several servers which one answers. */
function goBack(
  { services }: OAuthContext,
  { redirectUri, state }: Asker,
  facts: Readonly<Record<string, string>>,
): RouteAnswer {
  const query = new URLSearchParams({ ...facts, ...(state !== undefined && { state }), iss: services.publicUrl() })
  return redirect(`${redirectUri}${redirectUri.includes('?') ? '&' : '?'}${query}`)
}

/** 303: after a POST, too, the browser gets what is there, and sends the form to nobody. */
function redirect(location: string): RouteAnswer {
  return { status: 303, headers: { location }, body: null }
}

/** The cookie of the session is for this server's own pages: by a link of another site it is not sent along. */
function comesFromElsewhere({ headers }: RouteRequest): boolean {
  const site = headers['sec-fetch-site']
  return site === 'cross-site' || site === 'same-site'
}

function ownAddress({ query }: RouteRequest): string {
  const pairs = Object.entries(query).flatMap(([key, value]) =>
    [value].flat().map((one): [string, string] => [key, String(one)]),
  )
  return `/o/oauth/authorize?${new URLSearchParams(pairs)}`
}
