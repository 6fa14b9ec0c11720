import { applicationScopes } from '@muster/core/api/applications.ts'
import type { Route } from '../route.ts'
import { grants } from './grants/index.ts'
import type { OAuthContext } from './oauth-context.ts'

/** RFC 8414: where the endpoints are and what they can do. */
export function metadataRoute({ services }: OAuthContext): Route {
  return {
    method: 'GET',
    path: '/.well-known/oauth-authorization-server',
    access: { kind: 'public' },
    summary: 'What this authorization server can do',
    tag: 'oauth',
    handle: async () => {
      const issuer = services.publicUrl()
      const methods = ['client_secret_basic', 'client_secret_post']
      return {
        status: 200,
        body: {
          issuer,
          token_endpoint: `${issuer}/o/oauth/token`,
          token_endpoint_auth_methods_supported: methods,
          revocation_endpoint: `${issuer}/o/oauth/revoke`,
          revocation_endpoint_auth_methods_supported: methods,
          grant_types_supported: grants.map(({ name }) => name),
          response_types_supported: [],
          scopes_supported: applicationScopes,
        },
      }
    },
  }
}
