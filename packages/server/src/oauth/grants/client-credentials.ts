import { issueToken } from '../../operations/issue-token.ts'
import { OAuthRefusal } from '../oauth-refusal.ts'
import type { Grant } from './grant.ts'

/** RFC 6749 §4.4: the application acts for itself; there is no user beside it. */
export const clientCredentials: Grant = {
  name: 'client_credentials',
  // Anybody could say that he is a public one.
  clients: 'confidential',
  createModel: ({ context, asked, client }) => ({
    getUserFromClient: async ({ id }) => ({ application: id }),

    async saveToken(token, { id, grants }, user) {
      const issued = await issueToken(context.services, asked, client(), {
        scopes: token.scope ?? [],
        grant: 'client_credentials',
        lifetimeSeconds: context.settings.tokenLifetimeSeconds,
      })
      if (issued === undefined) throw new OAuthRefusal('invalid_client', 'The client was revoked.')
      return { accessToken: issued.token, scope: token.scope ?? [], client: { id, grants }, user }
    },
  }),
}
