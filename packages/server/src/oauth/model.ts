import type OAuth2Server from '@node-oauth/oauth2-server'
import { type Caller, hasScope } from '../caller.ts'
import type { OAuthClient } from '../operations/authenticate-client.ts'
import { issueToken } from '../operations/issue-token.ts'
import { checkClient, tellRefusal } from './check-client.ts'
import { grants } from './grants/index.ts'
import type { OAuthContext } from './oauth-context.ts'
import { OAuthRefusal } from './oauth-refusal.ts'

/** What the library asks us for during one request. Tokens on our APIs are looked up elsewhere, without it. */
export function createModel(context: OAuthContext, asked: Caller, grant: string): OAuth2Server.ClientCredentialsModel {
  const common = {
    async getClient(clientId: string, secret: string) {
      const client = await checkClient(context, asked, clientId, secret)
      return client && { id: client.clientId, grants: grants.map(({ name }) => name), client }
    },

    async validateScope(_user: OAuth2Server.User, { client }: OAuth2Server.Client, requested?: string[]) {
      const { scopes } = client as OAuthClient
      if (requested === undefined || requested.length === 0) return [...scopes]
      const narrowed = [...new Set(requested)]
      if (narrowed.every((scope) => hasScope({ ...asked, scopes }, scope))) return narrowed
      await tellRefusal(context, asked, client as OAuthClient, 'invalid_scope')
      return false
    },

    // The library wants a text here; the token itself is made where it is stored.
    generateAccessToken: async () => 'not made yet',

    async saveToken(token: OAuth2Server.Token, client: OAuth2Server.Client, user: OAuth2Server.User) {
      const issued = await issueToken(context.services, asked, client.client as OAuthClient, {
        scopes: token.scope ?? [],
        grant,
        lifetimeSeconds: context.settings.tokenLifetimeSeconds,
      })
      if (issued === undefined) throw new OAuthRefusal('invalid_client', 'The client was revoked.')
      return { ...token, accessToken: issued.token, accessTokenExpiresAt: issued.expiresAt, client, user }
    },

    getAccessToken: async () => undefined,
  }
  return Object.assign(common, ...grants.map(({ model }) => model)) as OAuth2Server.ClientCredentialsModel
}
