import type { Queryable } from '../pool.ts'

export interface EnrolmentTokenRow {
  readonly token_id: string
  readonly group_id: string
  readonly description: string
  readonly uses_left: number
  readonly created_at: Date
  readonly expires_at: Date
  readonly revoked_at: Date | null
}

const token = `
  select token_id, group_id, t.description, uses_left, t.created_at, expires_at, revoked_at
  from enrolment_token t join device_group g using (account_id, group_key)`

/** Newest first: token ids sort by the time they were made. */
export async function listEnrolmentTokens(
  db: Queryable,
  { accountId, before, limit }: { accountId: number; before: string | undefined; limit: number },
): Promise<EnrolmentTokenRow[]> {
  const { rows } = await db.query<EnrolmentTokenRow>({
    name: 'list-enrolment-tokens',
    text: `${token} where account_id = $1 and ($2::uuid is null or token_id < $2) order by token_id desc limit $3`,
    values: [accountId, before ?? null, limit],
  })
  return rows
}

export async function findEnrolmentToken(
  db: Queryable,
  accountId: number,
  tokenId: string,
): Promise<EnrolmentTokenRow | undefined> {
  const { rows } = await db.query<EnrolmentTokenRow>({
    name: 'find-enrolment-token',
    text: `${token} where account_id = $1 and token_id = $2`,
    values: [accountId, tokenId],
  })
  return rows[0]
}
