import type OAuth2Server from '@node-oauth/oauth2-server'
import { type Caller, hasScope } from '../caller.ts'
import type { OAuthClient } from '../operations/authenticate-client.ts'
import { checkClient, tellRefusal } from './check-client.ts'
import type { Grant, Model } from './grants/grant.ts'
import { grants } from './grants/index.ts'
import type { OAuthContext } from './oauth-context.ts'

/** What the library asks us for during one request. Tokens on our APIs are looked up elsewhere, without it. */
export function createModel(
  context: OAuthContext,
  asked: Caller,
  { grant, parameters }: { grant: Grant; parameters: ReadonlyMap<string, string> },
): Model {
  let known: OAuthClient | undefined
  const common = {
    async getClient(clientId: string, secret?: string) {
      known = await checkClient(context, asked, clientId, secret || undefined)
      return known && { id: known.clientId, grants: grantsOf(known), client: known }
    },

    async validateScope(_user: OAuth2Server.User, { client }: OAuth2Server.Client, requested?: string[]) {
      const { scopes } = client as OAuthClient
      if (requested === undefined || requested.length === 0) return [...scopes]
      const narrowed = [...new Set(requested)]
      if (narrowed.every((scope) => hasScope({ ...asked, scopes }, scope))) return narrowed
      await tellRefusal(context, asked, client as OAuthClient, 'invalid_scope')
      return false
    },

    // The library wants texts here; the tokens themselves are made where they are stored.
    generateAccessToken: async () => 'not made yet',
    generateRefreshToken: async () => 'not made yet',

    getAccessToken: async () => undefined,
  }
  const own = grant.createModel({ context, asked, parameters, client: () => known! })
  return { ...common, ...own } as Model
}

function grantsOf({ isPublic }: OAuthClient): string[] {
  return grants.filter(({ clients }) => clients === 'all' || !isPublic).map(({ name }) => name)
}
