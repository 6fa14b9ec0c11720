import { introspectToken } from '../operations/oauth/introspect-token.ts'
import type { Route } from '../route.ts'
import { answerClient } from './answer-client.ts'
import type { OAuthContext } from './oauth-context.ts'
import { OAuthRefusal } from './oauth-refusal.ts'

/** RFC 7662, for a client about its own tokens. A public one proves nothing of itself, and is told nothing. */
export function introspectRoute(context: OAuthContext): Route {
  return {
    method: 'POST',
    path: '/o/oauth/introspect',
    access: { kind: 'public', api: 'oauth' },
    summary: 'What a token is good for',
    tag: 'oauth',
    acceptsForm: true,
    handle: (request) =>
      answerClient(context, request, async (client, token) => {
        if (client.isPublic) throw new OAuthRefusal('invalid_client', 'This is for clients with a secret.')
        return introspectToken(context.services, client, token)
      }),
  }
}
