import type { Queryable, Tx } from '../pool.ts'

/** Takes the place of the one before. */
export async function saveSetUpLink(tx: Tx, accountId: number, tokenHash: Buffer): Promise<void> {
  await tx.query({
    name: 'save-set-up-link',
    text: `insert into set_up_link (account_id, token_hash) values ($1, $2)
           on conflict (account_id) do update set token_hash = excluded.token_hash`,
    values: [accountId, tokenHash],
  })
}

export async function knowsSetUpLink(db: Queryable, accountId: number, tokenHash: Buffer): Promise<boolean> {
  const { rowCount } = await db.query({
    name: 'knows-set-up-link',
    text: 'select from set_up_link where account_id = $1 and token_hash = $2',
    values: [accountId, tokenHash],
  })
  return rowCount === 1
}

export async function removeSetUpLink(tx: Tx, accountId: number): Promise<void> {
  await tx.query({
    name: 'remove-set-up-link',
    text: 'delete from set_up_link where account_id = $1',
    values: [accountId],
  })
}
