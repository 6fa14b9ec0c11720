import OAuth2Server from '@node-oauth/oauth2-server'
import type { Route, RouteAnswer, RouteRequest } from '../route.ts'
import { requireOneClient } from './basic-credentials.ts'
import { grants } from './grants/index.ts'
import { createModel } from './model.ts'
import type { OAuthContext } from './oauth-context.ts'
import { answerRefusal, noStore, type OAuthErrorCode, OAuthRefusal } from './oauth-refusal.ts'
import { readParameters } from './read-parameters.ts'

/** RFC 6749 §4 with what old clients do besides: GET, and parameters in the URL. */
export function tokenRoutes(context: OAuthContext): Route[] {
  const route = {
    path: '/o/oauth/token',
    access: { kind: 'public', api: 'oauth' },
    summary: 'Get an access token',
    tag: 'oauth',
    handle: (request: RouteRequest) => answerTokenRequest(context, request),
  } as const
  return [
    { ...route, method: 'POST', acceptsForm: true },
    { ...route, method: 'GET', refusesHead: true },
  ]
}

async function answerTokenRequest(context: OAuthContext, request: RouteRequest): Promise<RouteAnswer> {
  try {
    const parameters = readParameters(request)
    const token = await runGrant(context, request, parameters)
    return {
      status: 200,
      headers: noStore,
      body: {
        access_token: token.accessToken,
        token_type: 'bearer',
        expires_in: context.settings.tokenLifetimeSeconds,
        ...(token.refreshToken !== undefined && { refresh_token: token.refreshToken }),
        scope: (token.scope ?? []).join(' '),
        client_id: token.client.id,
      },
    }
  } catch (error) {
    return answerRefusal(toRefusal(error), request.headers.authorization !== undefined)
  }
}

/** The library sees a form POST, whatever the client sent. */
async function runGrant(
  context: OAuthContext,
  request: RouteRequest,
  parameters: ReadonlyMap<string, string>,
): Promise<OAuth2Server.Token> {
  const { headers, caller } = request
  requireOneClient(request, parameters)
  const asked = parameters.get('grant_type')
  if (asked === undefined) throw new OAuthRefusal('invalid_request', 'The parameter grant_type is missing.')
  const grant = grants.find(({ name }) => name === asked)
  if (grant === undefined) {
    throw new OAuthRefusal('unsupported_grant_type', `Known are: ${grants.map(({ name }) => name).join(', ')}.`)
  }
  const server = new OAuth2Server({
    model: createModel(context, caller, { grant, parameters }),
    accessTokenLifetime: context.settings.tokenLifetimeSeconds,
    // Whether a client has a secret to send is known once it is looked up, in the model.
    requireClientAuthentication: { authorization_code: false, refresh_token: false },
  })
  const synthetic = new OAuth2Server.Request({
    method: 'POST',
    query: {},
    // The library looks for a body's length before it believes that there is a form.
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      'content-length': '1',
      ...(headers.authorization !== undefined && { authorization: headers.authorization }),
    },
    body: Object.fromEntries(parameters),
  })
  return server.token(synthetic, new OAuth2Server.Response())
}

const sentences: Partial<Record<OAuthErrorCode, string>> = {
  invalid_client: 'The client id or secret is missing or wrong, or the client was revoked.',
  invalid_scope: 'The client may not have all of the scopes that were asked for.',
}

function toRefusal(error: unknown): OAuthRefusal {
  if (error instanceof OAuthRefusal) return error
  if (!(error instanceof OAuth2Server.OAuthError)) throw error
  // A failure of ours that the library wrapped.
  if (error instanceof OAuth2Server.ServerError) {
    const { inner } = error as { inner?: unknown }
    if (inner instanceof OAuthRefusal) return inner
    throw inner ?? error
  }
  const code = error.name as OAuthErrorCode
  return new OAuthRefusal(code, sentences[code] ?? error.message)
}
