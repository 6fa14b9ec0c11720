import { findToken } from '../../db/oauth/find-token.ts'
import type { Services } from '../../services.ts'
import { sha256Of } from '../../sha256.ts'
import type { OAuthClient } from '../authenticate-client.ts'
import { limitScopes } from './limit-scopes.ts'
import { findOwnRefreshToken } from './refresh-tokens.ts'

/** RFC 7662 §2.2. Of a token that is not the client's own, or no good, nothing is said. */
export type TokenFacts =
  | { readonly active: false }
  | {
      readonly active: true
      readonly scope: string
      readonly client_id: string
      /** Of the user in whose name it is; absent: the application's own. */
      readonly username?: string
      /** The user's id, or that of the application. */
      readonly sub: string
      readonly token_type?: 'bearer'
      readonly iat: number
      readonly exp?: number
      readonly iss: string
    }

export async function introspectToken(services: Services, client: OAuthClient, token: string): Promise<TokenFacts> {
  return (
    (await describeAccessToken(services, client, token)) ??
    (await describeRefreshToken(services, client, token)) ?? { active: false }
  )
}

async function describeAccessToken(
  services: Services,
  client: OAuthClient,
  token: string,
): Promise<TokenFacts | undefined> {
  const row = await findToken(services.pool, sha256Of(token))
  if (row?.account_id !== client.accountId || row.app_id !== client.application.id) return undefined
  if (row.expires_at === null || row.expires_at <= services.now()) return undefined
  const scopes = row.role === null ? row.scopes : limitScopes(row.scopes, row.role)
  return {
    active: true,
    scope: scopes.join(' '),
    client_id: client.clientId,
    ...(row.user_name !== null && { username: row.user_name }),
    sub: row.user_id ?? client.application.id,
    token_type: 'bearer',
    iat: seconds(row.created_at),
    exp: seconds(row.expires_at),
    iss: services.publicUrl(),
  }
}

async function describeRefreshToken(
  services: Services,
  client: OAuthClient,
  token: string,
): Promise<TokenFacts | undefined> {
  const row = await findOwnRefreshToken(services, client, token)
  if (row === undefined || !row.alive || row.replaced_at !== null || row.expires_at <= services.now()) return undefined
  return {
    active: true,
    scope: row.scopes.join(' '),
    client_id: client.clientId,
    username: row.email,
    sub: row.user_id,
    iat: seconds(row.created_at),
    exp: seconds(row.expires_at),
    iss: services.publicUrl(),
  }
}

function seconds(date: Date): number {
  return Math.floor(date.getTime() / 1000)
}
