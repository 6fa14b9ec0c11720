import type { Queryable } from '../pool.ts'

/** Secret; keep it out of logs and answers. */
export interface AccountKeys {
  readonly sealKey: Buffer
  /** Ed25519, PKCS #8 DER. */
  readonly commandPrivateKey: Buffer
  /** Ed25519, SPKI DER. */
  readonly commandPublicKey: Buffer
}

export async function findAccountKeys(db: Queryable, accountId: number): Promise<AccountKeys> {
  const { rows } = await db.query<{ seal_key: Buffer; command_private_key: Buffer; command_public_key: Buffer }>({
    name: 'find-account-keys',
    text: 'select seal_key, command_private_key, command_public_key from account where account_id = $1',
    values: [accountId],
  })
  const [row] = rows
  if (row === undefined) throw new Error(`there is no account ${accountId}`)
  return {
    sealKey: row.seal_key,
    commandPrivateKey: row.command_private_key,
    commandPublicKey: row.command_public_key,
  }
}
