import type { Queryable } from '../pool.ts'

export interface EnrolmentTokenRow {
  readonly account_id: number
  readonly token_id: string
  readonly group_key: number
  readonly uses_left: number
  readonly expires_at: Date
  readonly revoked_at: Date | null
  /** The duplicate that it separates, if it was made for one. */
  readonly separates: string | null
}

/** The token of this hash, whatever became of it: a repeated enrolment is answered also after its last use. */
export async function findEnrolmentToken(db: Queryable, tokenHash: Buffer): Promise<EnrolmentTokenRow | undefined> {
  const { rows } = await db.query<EnrolmentTokenRow>({
    name: 'find-enrolment-token-by-hash',
    text: `select account_id, token_id, group_key, uses_left, expires_at, revoked_at, separates
           from enrolment_token where token_hash = $1`,
    values: [tokenHash],
  })
  return rows[0]
}

/** Takes one use; false where none is left. Racing takers queue up at the row, so it is never used too often. */
export async function takeEnrolmentTokenUse(db: Queryable, tokenHash: Buffer, now: Date): Promise<boolean> {
  const { rowCount } = await db.query({
    name: 'take-enrolment-token-use',
    text: `update enrolment_token set uses_left = uses_left - 1
           where token_hash = $1 and uses_left > 0 and revoked_at is null and expires_at > $2`,
    values: [tokenHash, now],
  })
  return rowCount === 1
}
