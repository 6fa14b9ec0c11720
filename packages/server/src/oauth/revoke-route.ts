import { revokeToken } from '../operations/revoke-token.ts'
import type { Route } from '../route.ts'
import { checkClient } from './check-client.ts'
import type { OAuthContext } from './oauth-context.ts'
import { answerRefusal, noStore, OAuthRefusal } from './oauth-refusal.ts'
import { readParameters } from './read-parameters.ts'

/** RFC 7009: a token that is not this client's, or no token at all, is answered like one that was revoked. */
export function revokeRoute(context: OAuthContext): Route {
  return {
    method: 'POST',
    path: '/o/oauth/revoke',
    access: { kind: 'public', api: 'oauth' },
    summary: 'Revoke an access token',
    tag: 'oauth',
    acceptsForm: true,
    handle: async (request) => {
      try {
        const parameters = readParameters(request)
        const [clientId, secret] = basicCredentials(request.headers.authorization) ?? [
          parameters.get('client_id') ?? '',
          parameters.get('client_secret') ?? '',
        ]
        const client = await checkClient(context, request.caller, clientId, secret)
        if (client === undefined)
          throw new OAuthRefusal('invalid_client', 'The client id or secret is missing or wrong.')
        const token = parameters.get('token')
        if (!token) throw new OAuthRefusal('invalid_request', 'The parameter token is missing.')
        await revokeToken(context.services, request.caller, client, token)
        return { status: 200, headers: noStore, body: {} }
      } catch (error) {
        if (!(error instanceof OAuthRefusal)) throw error
        return answerRefusal(error, request.headers.authorization !== undefined)
      }
    },
  }
}

function basicCredentials(authorization: string | undefined): [id: string, secret: string] | undefined {
  const encoded = /^Basic +([A-Za-z0-9+/=_-]+) *$/i.exec(authorization ?? '')?.[1]
  if (encoded === undefined) return undefined
  const [id, ...secret] = Buffer.from(encoded, 'base64').toString('utf8').split(':')
  return [id ?? '', secret.join(':')]
}
