import type { Route } from '../route.ts'
import { authorizeRoutes } from './authorize-routes.ts'
import { introspectRoute } from './introspect-route.ts'
import { metadataRoute } from './metadata-route.ts'
import type { OAuthContext } from './oauth-context.ts'
import { revokeRoute } from './revoke-route.ts'
import { tokenRoutes } from './token-route.ts'

export function oauthRoutes(context: OAuthContext): Route[] {
  return [
    ...authorizeRoutes(context),
    ...tokenRoutes(context),
    introspectRoute(context),
    revokeRoute(context),
    metadataRoute(context),
  ]
}
