import type { Queryable } from '../pool.ts'

/** Revokes a token of this application; its id, or undefined where there was none to revoke. */
export async function revokeToken(
  db: Queryable,
  { tokenHash, accountId, appId, at }: { tokenHash: Buffer; accountId: number; appId: string; at: Date },
): Promise<string | undefined> {
  const { rows } = await db.query<{ token_id: string }>({
    name: 'revoke-token',
    text: `update access_token set revoked_at = $4
           where token_hash = $1 and account_id = $2 and app_id = $3 and revoked_at is null
           returning token_id`,
    values: [tokenHash, accountId, appId, at],
  })
  return rows[0]?.token_id
}
