import type { Queryable, Tx } from '../pool.ts'

export interface NewCode {
  readonly codeHash: Buffer
  readonly accountId: number
  readonly familyId: string
  readonly redirectUri: string
  readonly codeChallenge: string | undefined
  readonly expiresAt: Date
}

export async function addCode(tx: Tx, row: NewCode): Promise<void> {
  await tx.query({
    name: 'add-authorization-code',
    text: `insert into authorization_code (code_hash, account_id, family_id, redirect_uri, code_challenge, expires_at)
           values ($1, $2, $3, $4, $5, $6)`,
    values: [row.codeHash, row.accountId, row.familyId, row.redirectUri, row.codeChallenge ?? null, row.expiresAt],
  })
}

export interface CodeRow {
  readonly account_id: number
  readonly family_id: string
  readonly app_id: string
  readonly user_id: string
  readonly scopes: string[]
  readonly redirect_uri: string
  readonly code_challenge: string | null
  readonly expires_at: Date
}

export async function findCode(db: Queryable, codeHash: Buffer): Promise<CodeRow | undefined> {
  const { rows } = await db.query<CodeRow>({
    name: 'find-authorization-code',
    text: `select c.account_id, c.family_id, f.app_id, f.user_id, f.scopes, c.redirect_uri, c.code_challenge,
             c.expires_at
           from authorization_code c join token_family f using (account_id, family_id)
           where c.code_hash = $1`,
    values: [codeHash],
  })
  return rows[0]
}

/** False where it was used before. */
export async function useCode(tx: Tx, codeHash: Buffer, at: Date): Promise<boolean> {
  const { rowCount } = await tx.query({
    name: 'use-authorization-code',
    text: 'update authorization_code set used_at = $2 where code_hash = $1 and used_at is null',
    values: [codeHash, at],
  })
  return rowCount === 1
}
