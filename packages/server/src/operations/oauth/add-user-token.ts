import { randomUUID } from 'node:crypto'
import type { Caller } from '../../caller.ts'
import { addAccessToken } from '../../db/oauth/add-access-token.ts'
import type { HeldFamily } from '../../db/oauth/token-families.ts'
import type { Tx } from '../../db/pool.ts'
import type { Services } from '../../services.ts'
import { sha256Of } from '../../sha256.ts'
import { callerOfClient, type OAuthClient } from '../authenticate-client.ts'
import { writeAudit } from '../write-audit.ts'
import { limitScopes } from './limit-scopes.ts'

export interface TokenOrder {
  readonly grant: 'authorization_code' | 'refresh_token'
  readonly scopes: readonly string[]
  readonly lifetimeSeconds: number
  readonly refreshLifetimeSeconds: number
}

/** Tokens by which an application acts for a user. Nobody sees them again: their hashes are kept. */
export interface UserTokens {
  readonly accessToken: string
  readonly refreshToken: string
  /** Those of the order that the user's role has now. */
  readonly scopes: readonly string[]
}

/** `role`: none of the scopes is left by it; `over`: user, application or family are not good any more. */
export type NoTokens = { readonly refused: 'over' | 'role' }

/** To be asked before anything is written: a refresh token whose answer brings nothing should stay good. */
export function findHindrance(family: HeldFamily | undefined, { scopes }: TokenOrder): NoTokens | undefined {
  if (!family?.alive) return { refused: 'over' }
  return limitScopes(scopes, family.role).length === 0 ? { refused: 'role' } : undefined
}

/**
 * An access token of a family that this transaction holds and found alive; last in it. The scopes are kept as ordered:
 * the role is looked at again whenever the token is used.
 */
export async function addUserToken(
  services: Services,
  tx: Tx,
  asked: Caller,
  { client, family, order }: { client: OAuthClient; family: HeldFamily; order: TokenOrder },
): Promise<Omit<UserTokens, 'refreshToken'> | NoTokens> {
  const scopes = limitScopes(order.scopes, family.role)
  const accessToken = randomUUID()
  const tokenId = randomUUID()
  const at = services.now()
  const expiresAt = new Date(at.getTime() + order.lifetimeSeconds * 1000)
  const added = await addAccessToken(tx, {
    tokenHash: sha256Of(accessToken),
    accountId: client.accountId,
    tokenId,
    appId: client.application.id,
    familyId: family.family_id,
    scopes: order.scopes,
    createdAt: at,
    expiresAt,
  })
  if (!added) return { refused: 'over' }
  await writeAudit(
    tx,
    { ...callerOfFamily(client, asked, family), tokenId },
    {
      at,
      event: 'token.issued',
      details: { grant: order.grant, scopes, expires_at: expiresAt.toISOString(), family_id: family.family_id },
    },
  )
  return { accessToken, scopes }
}

/** The application, in the user's name. */
export function callerOfFamily(
  client: OAuthClient,
  asked: Caller,
  { email, user_id }: Pick<HeldFamily, 'email' | 'user_id'>,
): Caller {
  return { ...callerOfClient(client, asked), userName: email, userId: user_id }
}
