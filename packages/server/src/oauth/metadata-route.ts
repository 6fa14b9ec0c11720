import { applicationScopes } from '@muster/core/api/applications.ts'
import type { Route } from '../route.ts'
import { grants } from './grants/index.ts'
import type { OAuthContext } from './oauth-context.ts'

const withSecret = ['client_secret_basic', 'client_secret_post']
const withOrWithout = [...withSecret, 'none']

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
      return {
        status: 200,
        body: {
          issuer,
          authorization_endpoint: `${issuer}/o/oauth/authorize`,
          token_endpoint: `${issuer}/o/oauth/token`,
          token_endpoint_auth_methods_supported: withOrWithout,
          introspection_endpoint: `${issuer}/o/oauth/introspect`,
          introspection_endpoint_auth_methods_supported: withSecret,
          revocation_endpoint: `${issuer}/o/oauth/revoke`,
          revocation_endpoint_auth_methods_supported: withOrWithout,
          grant_types_supported: grants.map(({ name }) => name),
          response_types_supported: ['code'],
          response_modes_supported: ['query'],
          code_challenge_methods_supported: ['S256'],
          authorization_response_iss_parameter_supported: true,
          scopes_supported: applicationScopes,
        },
      }
    },
  }
}
