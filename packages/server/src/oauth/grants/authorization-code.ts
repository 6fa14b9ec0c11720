import { findOwnCode, issueForCode, spendCode } from '../../operations/oauth/exchange-code.ts'
import { OAuthRefusal } from '../oauth-refusal.ts'
import type { Grant } from './grant.ts'
import { notGood, orderOf, toToken } from './to-token.ts'

/** RFC 6749 §4.1 with RFC 7636: what a user let an application do, for the code that his browser brought it. */
export const authorizationCode: Grant = {
  name: 'authorization_code',
  clients: 'all',
  createModel: (run) => {
    const { services } = run.context
    return {
      async getAuthorizationCode(code) {
        const row = await findOwnCode(services, run.client(), code)
        return (
          row && {
            authorizationCode: code,
            // By our own clock, when the code is spent.
            expiresAt: new Date(8_640_000_000_000_000),
            // Compared when the code is spent as well: the library has another word for it than the RFC.
            redirectUri: '',
            scope: row.scopes,
            ...(row.code_challenge !== null && { codeChallenge: row.code_challenge, codeChallengeMethod: 'S256' }),
            client: { id: run.client().clientId, grants: [] },
            user: { familyId: row.family_id, redirectUri: row.redirect_uri },
          }
        )
      },

      async revokeAuthorizationCode({ authorizationCode: code, user }) {
        if (!(await spendCode(services, run.asked, run.client(), code))) throw notGood()
        if (run.parameters.get('redirect_uri') !== user.redirectUri) {
          throw new OAuthRefusal('invalid_grant', 'redirect_uri is not the one that the code was sent to.')
        }
        return true
      },

      async saveToken(token, client, user) {
        const order = orderOf(run, 'authorization_code', token)
        const familyId = user.familyId as string
        return toToken(await issueForCode(services, run.asked, run.client(), { familyId, order }), client, user)
      },
    }
  },
}
