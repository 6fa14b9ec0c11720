import type { Queryable, Tx } from '../pool.ts'

export interface NewApplicationRow {
  readonly accountId: number
  readonly appId: string
  readonly clientId: string
  /** Null: a public client. */
  readonly secretHash: Buffer | null
  readonly name: string
  readonly scopes: readonly string[]
  readonly redirectUris: readonly string[]
  readonly rateLimit: number | undefined
  readonly createdAt: Date
}

export async function addApplication(tx: Tx, row: NewApplicationRow): Promise<void> {
  await tx.query({
    name: 'add-application',
    text: `insert into application (account_id, app_id, client_id, secret_hash, name, scopes, rate_limit, created_at,
             redirect_uris)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    values: [
      row.accountId,
      row.appId,
      row.clientId,
      row.secretHash,
      row.name,
      row.scopes,
      row.rateLimit ?? null,
      row.createdAt,
      row.redirectUris,
    ],
  })
}

export interface ApplicationUpdate {
  readonly name?: string | undefined
  readonly redirectUris?: readonly string[] | undefined
  /** Null: it becomes public; absent: it keeps what it has. */
  readonly secretHash?: Buffer | null | undefined
}

export async function changeApplication(
  tx: Tx,
  accountId: number,
  appId: string,
  { name, redirectUris, secretHash }: ApplicationUpdate,
): Promise<void> {
  await tx.query({
    name: 'change-application',
    text: `update application
           set name = coalesce($3, name), redirect_uris = coalesce($4, redirect_uris),
             secret_hash = case when $5 then $6 else secret_hash end
           where account_id = $1 and app_id = $2`,
    values: [accountId, appId, name ?? null, redirectUris ?? null, secretHash !== undefined, secretHash ?? null],
  })
}

/** Of one that is not revoked, held until the transaction ends. */
export async function lockApplication(tx: Tx, accountId: number, appId: string): Promise<boolean> {
  const { rowCount } = await tx.query({
    name: 'lock-application',
    text: `select from application where account_id = $1 and app_id = $2 and revoked_at is null for no key update`,
    values: [accountId, appId],
  })
  return rowCount === 1
}

/** False where it was revoked before, or is not there. */
export async function revokeApplication(tx: Tx, accountId: number, appId: string, at: Date): Promise<boolean> {
  const { rowCount } = await tx.query({
    name: 'revoke-application',
    text: `update application set revoked_at = $3 where account_id = $1 and app_id = $2 and revoked_at is null`,
    values: [accountId, appId, at],
  })
  return rowCount === 1
}

/** The hashes of those that were still good. */
export async function revokeTokensOf(tx: Tx, accountId: number, appId: string, at: Date): Promise<Buffer[]> {
  const { rows } = await tx.query<{ token_hash: Buffer }>({
    name: 'revoke-tokens-of-application',
    text: `update access_token set revoked_at = $3
           where account_id = $1 and app_id = $2 and revoked_at is null
           returning token_hash`,
    values: [accountId, appId, at],
  })
  return rows.map(({ token_hash }) => token_hash)
}

/** Not back to an earlier time: several nodes write it. */
export async function noteUse(
  db: Queryable,
  { accountId, appId, at, from }: { accountId: number; appId: string; at: Date; from: string | undefined },
): Promise<void> {
  await db.query({
    name: 'note-use',
    text: `update application set last_used_at = $3, last_used_from = $4
           where account_id = $1 and app_id = $2 and (last_used_at is null or last_used_at < $3)`,
    values: [accountId, appId, at, from ?? null],
  })
}
