import type { Route } from '../route.ts'
import { metadataRoute } from './metadata-route.ts'
import type { OAuthContext } from './oauth-context.ts'
import { revokeRoute } from './revoke-route.ts'
import { tokenRoutes } from './token-route.ts'

export function oauthRoutes(context: OAuthContext): Route[] {
  return [...tokenRoutes(context), revokeRoute(context), metadataRoute(context)]
}
