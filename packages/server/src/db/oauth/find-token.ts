import type { Role } from '@muster/core/api/users.ts'
import type { Queryable } from '../pool.ts'

export interface TokenRow {
  readonly account_id: number
  readonly token_id: string
  readonly app_id: string | null
  readonly app_name: string | null
  readonly rate_limit: number | null
  readonly user_name: string | null
  /** With its role: of a token by which the application acts for a user. */
  readonly user_id: string | null
  readonly role: Role | null
  readonly scopes: string[]
  readonly created_at: Date
  readonly expires_at: Date | null
}

/**
 * A token that was issued and neither it nor its application revoked, nor the family it is of, nor its user disabled; the
 * caller looks at the clock.
 */
export async function findToken(db: Queryable, tokenHash: Buffer): Promise<TokenRow | undefined> {
  const { rows } = await db.query<TokenRow>({
    name: 'find-token',
    text: `select t.account_id, t.token_id, t.app_id, a.name as app_name, a.rate_limit,
             coalesce(t.user_name, u.email) as user_name, u.user_id, u.role, t.scopes, t.created_at,
             t.expires_at
           from access_token t
           left join application a using (account_id, app_id)
           left join token_family f using (account_id, family_id)
           left join app_user u on u.account_id = f.account_id and u.user_id = f.user_id
           where t.token_hash = $1 and t.revoked_at is null and a.revoked_at is null and f.revoked_at is null
             and u.disabled_at is null`,
    values: [tokenHash],
  })
  return rows[0]
}
