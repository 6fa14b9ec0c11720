import type { Int8, Tx } from '../pool.ts'

export interface SeparationToken {
  readonly tokenId: string
  readonly tokenHash: Buffer
  readonly duplicateId: string
  readonly deviceKey: Int8
}

/** Good for one device, into the group of the device it is told apart from; asked for again, good for longer. */
export async function addSeparationTokens(
  tx: Tx,
  accountId: number,
  tokens: readonly SeparationToken[],
  { now, expiresAt }: { now: Date; expiresAt: Date },
): Promise<void> {
  await tx.query({
    name: 'add-separation-tokens',
    text: `insert into enrolment_token
             (account_id, token_id, token_hash, group_key, description, uses_left, created_at, expires_at, separates)
           select $1, given.token_id, given.token_hash, d.group_key, 'separates a duplicate', 1, $2, $3, given.duplicate_id
           from unnest($4::uuid[], $5::bytea[], $6::uuid[], $7::bigint[])
             as given (token_id, token_hash, duplicate_id, device_key)
           join device d on d.account_id = $1 and d.device_key = given.device_key
           on conflict (token_hash) do update set expires_at = excluded.expires_at`,
    values: [
      accountId,
      now,
      expiresAt,
      tokens.map(({ tokenId }) => tokenId),
      tokens.map(({ tokenHash }) => tokenHash),
      tokens.map(({ duplicateId }) => duplicateId),
      tokens.map(({ deviceKey }) => deviceKey),
    ],
  })
}
