import { revokeToken } from '../operations/revoke-token.ts'
import type { Route } from '../route.ts'
import { answerClient } from './answer-client.ts'
import type { OAuthContext } from './oauth-context.ts'

/** RFC 7009: a token that is not this client's, or no token at all, is answered like one that was revoked. */
export function revokeRoute(context: OAuthContext): Route {
  return {
    method: 'POST',
    path: '/o/oauth/revoke',
    access: { kind: 'public', api: 'oauth' },
    summary: 'Revoke an access or refresh token',
    tag: 'oauth',
    acceptsForm: true,
    handle: (request) =>
      answerClient(context, request, async (client, token) => {
        await revokeToken(context.services, request.caller, client, token)
        return {}
      }),
  }
}
