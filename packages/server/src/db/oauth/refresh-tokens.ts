import type { Queryable, Tx } from '../pool.ts'

export interface NewRefreshToken {
  readonly tokenHash: Buffer
  readonly accountId: number
  readonly familyId: string
  readonly createdAt: Date
  readonly expiresAt: Date
}

export async function addRefreshToken(tx: Tx, row: NewRefreshToken): Promise<void> {
  await tx.query({
    name: 'add-refresh-token',
    text: `insert into refresh_token (token_hash, account_id, family_id, created_at, expires_at)
           values ($1, $2, $3, $4, $5)`,
    values: [row.tokenHash, row.accountId, row.familyId, row.createdAt, row.expiresAt],
  })
}

export interface RefreshTokenRow {
  readonly account_id: number
  readonly family_id: string
  readonly app_id: string
  readonly scopes: string[]
  readonly created_at: Date
  readonly expires_at: Date
  readonly replaced_at: Date | null
  /** Null also where the successor was used, or was not made for this one. */
  readonly successor_salt: Buffer | null
  /** Of the user, and whether he and the family are still good. */
  readonly email: string
  readonly user_id: string
  readonly alive: boolean
}

export async function findRefreshToken(db: Queryable, tokenHash: Buffer): Promise<RefreshTokenRow | undefined> {
  const { rows } = await db.query<RefreshTokenRow>({
    name: 'find-refresh-token',
    text: `select r.account_id, r.family_id, f.app_id, f.scopes, r.created_at, r.expires_at, r.replaced_at,
             r.successor_salt, u.email, f.user_id, f.revoked_at is null and u.disabled_at is null as alive
           from refresh_token r
           join token_family f using (account_id, family_id)
           join app_user u using (account_id, user_id)
           where r.token_hash = $1`,
    values: [tokenHash],
  })
  return rows[0]
}

/** While the family is held: from here on the successor of this one, and no longer that of the one before, can be made. */
export async function replaceRefreshToken(
  tx: Tx,
  {
    accountId,
    familyId,
    tokenHash,
    salt,
    at,
  }: Omit<NewRefreshToken, 'createdAt' | 'expiresAt'> & {
    readonly salt: Buffer
    readonly at: Date
  },
): Promise<void> {
  await tx.query({
    name: 'replace-refresh-token',
    text: `update refresh_token
           set replaced_at = coalesce(replaced_at, $5), successor_salt = case when token_hash = $3 then $4::bytea end
           where account_id = $1 and family_id = $2 and (token_hash = $3 or successor_salt is not null)`,
    values: [accountId, familyId, tokenHash, salt, at],
  })
}
