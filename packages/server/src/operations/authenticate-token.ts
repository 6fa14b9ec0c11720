import { LRUCache } from 'lru-cache'
import { findToken, type TokenRow } from '../db/oauth/find-token.ts'
import type { Services } from '../services.ts'
import { sha256Of } from '../sha256.ts'
import type { TokenHolder } from '../token-holder.ts'
import { limitScopes } from './oauth/limit-scopes.ts'

interface Known {
  readonly holder: TokenHolder
  readonly expiresAt: Date | null
}

/**
 * Makes the look-up from a token to whom it speaks for. Found tokens are remembered for `cacheSeconds`; one that is
 * revoked on this node is forgotten at once, one revoked on another node when that time is over. One by which an
 * application acts for a user is looked up each time, as a session is.
 */
export function createTokenAuthenticator(
  services: Pick<Services, 'pool' | 'bus' | 'now'>,
  { cacheSeconds = 5, cacheSize = 10_000 } = {},
): (token: string) => Promise<TokenHolder | undefined> {
  const known = new LRUCache<string, Known>({ max: cacheSize, ttl: cacheSeconds * 1000 })
  let revocations = 0
  services.bus.on('token-revoked', ({ tokenHash }) => {
    revocations += 1
    known.delete(tokenHash.toString('base64'))
  })

  return async (token) => {
    const tokenHash = sha256Of(token)
    const key = tokenHash.toString('base64')
    const found = known.get(key) ?? (await lookUp(tokenHash, key))
    if (found === undefined || (found.expiresAt !== null && found.expiresAt <= services.now())) return undefined
    return found.holder
  }

  async function lookUp(tokenHash: Buffer, key: string): Promise<Known | undefined> {
    const revocationsBefore = revocations
    const row = await findToken(services.pool, tokenHash)
    if (row === undefined) return undefined
    const found = { holder: toHolder(row), expiresAt: row.expires_at }
    // What was read before a revocation must not outlive it. A user may be disabled, or get another role, on any node.
    if (row.user_id === null && revocations === revocationsBefore) known.set(key, found)
    return found
  }
}

function toHolder(row: TokenRow): TokenHolder {
  return {
    accountId: row.account_id,
    application: row.app_id === null ? undefined : { id: row.app_id, name: row.app_name ?? '' },
    userName: row.user_name ?? undefined,
    userId: row.user_id ?? undefined,
    scopes: row.role === null ? row.scopes : limitScopes(row.scopes, row.role),
    tokenId: row.token_id,
    rateLimit: row.rate_limit ?? undefined,
  }
}
