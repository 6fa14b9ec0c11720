import type { Queryable } from '../pool.ts'

export interface NewAccessToken {
  readonly tokenHash: Buffer
  readonly accountId: number
  readonly tokenId: string
  readonly appId: string
  /** Of a user's token, held by this transaction; absent: the application's own. */
  readonly familyId?: string | undefined
  readonly scopes: readonly string[]
  readonly createdAt: Date
  readonly expiresAt: Date
}

/** False where the application was revoked meanwhile: then there is no token. */
export async function addAccessToken(db: Queryable, token: NewAccessToken): Promise<boolean> {
  const { rowCount } = await db.query({
    name: 'add-access-token',
    text: `insert into access_token (token_hash, account_id, token_id, app_id, scopes, created_at, expires_at,
             family_id)
           select $1, account_id, $3, app_id, $5, $6, $7, $8 from application
           where account_id = $2 and app_id = $4 and revoked_at is null
           for key share`,
    values: [
      token.tokenHash,
      token.accountId,
      token.tokenId,
      token.appId,
      token.scopes,
      token.createdAt,
      token.expiresAt,
      token.familyId ?? null,
    ],
  })
  return rowCount === 1
}
