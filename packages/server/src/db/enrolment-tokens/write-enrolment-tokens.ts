import type { Tx } from '../pool.ts'

export interface NewEnrolmentTokenRow {
  readonly accountId: number
  readonly tokenId: string
  readonly tokenHash: Buffer
  readonly groupKey: number
  readonly description: string
  readonly uses: number
  readonly createdAt: Date
  readonly expiresAt: Date
}

export async function addEnrolmentToken(tx: Tx, row: NewEnrolmentTokenRow): Promise<void> {
  await tx.query({
    name: 'add-enrolment-token',
    text: `insert into enrolment_token
             (account_id, token_id, token_hash, group_key, description, uses_left, created_at, expires_at)
           values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    values: [
      row.accountId,
      row.tokenId,
      row.tokenHash,
      row.groupKey,
      row.description,
      row.uses,
      row.createdAt,
      row.expiresAt,
    ],
  })
}

/** False where it was revoked before, or is not there. */
export async function revokeEnrolmentToken(tx: Tx, accountId: number, tokenId: string, at: Date): Promise<boolean> {
  const { rowCount } = await tx.query({
    name: 'revoke-enrolment-token',
    text: `update enrolment_token set revoked_at = $3
           where account_id = $1 and token_id = $2 and revoked_at is null`,
    values: [accountId, tokenId, at],
  })
  return rowCount === 1
}
