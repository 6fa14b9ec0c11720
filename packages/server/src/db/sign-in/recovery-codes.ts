import type { Tx } from '../pool.ts'

interface UserKey {
  readonly accountId: number
  readonly userId: string
}

/** In the place of those before; none at all where the list is empty. */
export async function replaceRecoveryCodes(
  tx: Tx,
  { accountId, userId }: UserKey,
  hashes: readonly Buffer[],
): Promise<void> {
  await tx.query({
    name: 'remove-recovery-codes',
    text: 'delete from user_recovery_code where account_id = $1 and user_id = $2',
    values: [accountId, userId],
  })
  if (hashes.length === 0) return
  await tx.query({
    name: 'add-recovery-codes',
    text: `insert into user_recovery_code (account_id, user_id, code_hash) select $1, $2, unnest($3::bytea[])`,
    values: [accountId, userId, hashes],
  })
}

/** Once: of two who come with the same code one gets in. */
export async function takeRecoveryCode(tx: Tx, { accountId, userId }: UserKey, hash: Buffer): Promise<boolean> {
  const { rowCount } = await tx.query({
    name: 'take-recovery-code',
    text: 'delete from user_recovery_code where account_id = $1 and user_id = $2 and code_hash = $3',
    values: [accountId, userId, hash],
  })
  return rowCount === 1
}
