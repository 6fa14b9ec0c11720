import type { Queryable } from '../pool.ts'

export interface TokenRow {
  readonly account_id: number
  readonly token_id: string
  readonly app_id: string | null
  readonly app_name: string | null
  readonly rate_limit: number | null
  readonly user_name: string | null
  readonly scopes: string[]
  readonly expires_at: Date | null
}

/** A token that was issued and neither it nor its application revoked; the caller looks at the clock. */
export async function findToken(db: Queryable, tokenHash: Buffer): Promise<TokenRow | undefined> {
  const { rows } = await db.query<TokenRow>({
    name: 'find-token',
    text: `select t.account_id, t.token_id, t.app_id, a.name as app_name, a.rate_limit, t.user_name, t.scopes, t.expires_at
           from access_token t left join application a using (account_id, app_id)
           where t.token_hash = $1 and t.revoked_at is null and a.revoked_at is null`,
    values: [tokenHash],
  })
  return rows[0]
}
