import type { Queryable } from '../pool.ts'

export async function knowsToken(db: Queryable, tokenHash: Buffer): Promise<boolean> {
  const { rowCount } = await db.query('select from access_token where token_hash = $1', [tokenHash])
  return rowCount === 1
}

export interface NewOperatorToken {
  readonly accountId: number
  readonly tokenHash: Buffer
  readonly tokenId: string
  readonly userName: string
  readonly scopes: readonly string[]
  readonly createdAt: Date
}

/** Lasts until it is revoked. */
export async function addOperatorToken(db: Queryable, token: NewOperatorToken): Promise<void> {
  await db.query(
    `insert into access_token (token_hash, account_id, token_id, user_name, scopes, created_at)
     values ($1, $2, $3, $4, $5, $6)`,
    [token.tokenHash, token.accountId, token.tokenId, token.userName, token.scopes, token.createdAt],
  )
}
