import type { Int8, Queryable, Tx } from '../pool.ts'

export interface PasskeyRow {
  readonly passkey_id: string
  readonly user_id: string
  readonly credential_id: string
  readonly public_key: Buffer
  readonly counter: Int8
  readonly transports: string[]
  readonly backed_up: boolean
  readonly name: string
  readonly created_at: Date
  readonly last_used_at: Date | null
}

const columns = `passkey_id, user_id, credential_id, public_key, counter, transports, backed_up, name, created_at,
  last_used_at`

export async function listPasskeys(db: Queryable, accountId: number, userId: string): Promise<PasskeyRow[]> {
  const { rows } = await db.query<PasskeyRow>({
    name: 'list-passkeys',
    text: `select ${columns} from user_passkey where account_id = $1 and user_id = $2 order by created_at, passkey_id`,
    values: [accountId, userId],
  })
  return rows
}

export async function findPasskey(
  db: Queryable,
  accountId: number,
  credentialId: string,
): Promise<PasskeyRow | undefined> {
  const { rows } = await db.query<PasskeyRow>({
    name: 'find-passkey',
    text: `select ${columns} from user_passkey where account_id = $1 and credential_id = $2`,
    values: [accountId, credentialId],
  })
  return rows[0]
}

/** Undefined where the authenticator is registered already. */
export async function addPasskey(
  tx: Tx,
  row: {
    readonly accountId: number
    readonly passkeyId: string
    readonly userId: string
    readonly credentialId: string
    readonly publicKey: Buffer
    readonly counter: number
    readonly transports: readonly string[]
    readonly backedUp: boolean
    readonly name: string
    readonly createdAt: Date
  },
): Promise<PasskeyRow | undefined> {
  const { rows } = await tx.query<PasskeyRow>({
    name: 'add-passkey',
    text: `insert into user_passkey (account_id, passkey_id, user_id, credential_id, public_key, counter, transports,
             backed_up, name, created_at)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
           on conflict (account_id, credential_id) do nothing
           returning ${columns}`,
    values: [
      row.accountId,
      row.passkeyId,
      row.userId,
      row.credentialId,
      row.publicKey,
      row.counter,
      row.transports,
      row.backedUp,
      row.name,
      row.createdAt,
    ],
  })
  return rows[0]
}

/** False where it was used with a higher counter meanwhile. Most passkeys count nothing: 0 each time. */
export async function notePasskeyUse(
  tx: Tx,
  { accountId, passkeyId, counter, at }: { accountId: number; passkeyId: string; counter: number; at: Date },
): Promise<boolean> {
  const { rowCount } = await tx.query({
    name: 'note-passkey-use',
    text: `update user_passkey set counter = $3, last_used_at = $4
           where account_id = $1 and passkey_id = $2 and (counter < $3 or counter = 0 and $3 = 0)`,
    values: [accountId, passkeyId, counter, at],
  })
  return rowCount === 1
}

interface PasskeyKey {
  readonly accountId: number
  readonly userId: string
  readonly passkeyId: string
}

export async function renamePasskey(
  tx: Tx,
  { accountId, userId, passkeyId }: PasskeyKey,
  name: string,
): Promise<PasskeyRow | undefined> {
  const { rows } = await tx.query<PasskeyRow>({
    name: 'rename-passkey',
    text: `update user_passkey set name = $4 where account_id = $1 and user_id = $2 and passkey_id = $3
           returning ${columns}`,
    values: [accountId, userId, passkeyId, name],
  })
  return rows[0]
}

export async function removePasskey(
  tx: Tx,
  { accountId, userId, passkeyId }: PasskeyKey,
): Promise<PasskeyRow | undefined> {
  const { rows } = await tx.query<PasskeyRow>({
    name: 'remove-passkey',
    text: `delete from user_passkey where account_id = $1 and user_id = $2 and passkey_id = $3 returning ${columns}`,
    values: [accountId, userId, passkeyId],
  })
  return rows[0]
}

export async function removePasskeysOf(tx: Tx, accountId: number, userId: string): Promise<void> {
  await tx.query({
    name: 'remove-passkeys-of-user',
    text: 'delete from user_passkey where account_id = $1 and user_id = $2',
    values: [accountId, userId],
  })
}
