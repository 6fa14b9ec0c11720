import { findOwnRefreshToken, refresh } from '../../operations/oauth/refresh-tokens.ts'
import type { Grant } from './grant.ts'
import { orderOf, toToken } from './to-token.ts'

/** RFC 6749 §6. Whether the token is still good is found when it is exchanged, in one transaction. */
export const refreshToken: Grant = {
  name: 'refresh_token',
  clients: 'all',
  createModel: (run) => {
    const { services } = run.context
    return {
      async getRefreshToken(token) {
        const row = await findOwnRefreshToken(services, run.client(), token)
        return (
          row && {
            refreshToken: token,
            scope: row.scopes,
            client: { id: run.client().clientId, grants: [] },
            user: { id: row.user_id },
          }
        )
      },

      // The old one ends with the transaction that makes the new one.
      revokeToken: async () => true,

      async saveToken(token, client, user) {
        const order = orderOf(run, 'refresh_token', token)
        const given = run.parameters.get('refresh_token')!
        return toToken(await refresh(services, run.asked, run.client(), { token: given, order }), client, user)
      },
    }
  },
}
