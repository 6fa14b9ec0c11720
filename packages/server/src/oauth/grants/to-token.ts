import type OAuth2Server from '@node-oauth/oauth2-server'
import type { NoTokens, TokenOrder, UserTokens } from '../../operations/oauth/add-user-token.ts'
import { OAuthRefusal } from '../oauth-refusal.ts'
import type { GrantRun } from './grant.ts'

/** What is asked for, by the settings of this server. */
export function orderOf({ context }: GrantRun, grant: TokenOrder['grant'], { scope }: OAuth2Server.Token): TokenOrder {
  const { tokenLifetimeSeconds: lifetimeSeconds, refreshTokenLifetimeSeconds: refreshLifetimeSeconds } =
    context.settings
  return { grant, scopes: scope ?? [], lifetimeSeconds, refreshLifetimeSeconds }
}

/** For the library. @throws OAuthRefusal where there are none */
export function toToken(
  issued: UserTokens | NoTokens,
  client: OAuth2Server.Client,
  user: OAuth2Server.User,
): OAuth2Server.Token {
  if (!('refused' in issued)) {
    const { accessToken, refreshToken, scopes } = issued
    return { accessToken, refreshToken, scope: [...scopes], client, user }
  }
  if (issued.refused === 'role')
    throw new OAuthRefusal('invalid_scope', 'The role of the user allows none of this any more.')
  throw notGood()
}

export function notGood(): OAuthRefusal {
  return new OAuthRefusal('invalid_grant', 'What was given is unknown, used, expired or revoked.')
}
