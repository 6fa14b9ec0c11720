import type { Queryable, Tx } from '../pool.ts'

interface IdentityKey {
  readonly accountId: number
  readonly issuer: string
  readonly subject: string
}

export async function findUserOfIdentity(
  db: Queryable,
  { accountId, issuer, subject }: IdentityKey,
): Promise<string | undefined> {
  const { rows } = await db.query<{ user_id: string }>({
    name: 'find-user-of-identity',
    text: 'select user_id from user_identity where account_id = $1 and issuer = $2 and subject = $3',
    values: [accountId, issuer, subject],
  })
  return rows[0]?.user_id
}

export async function addIdentity(
  tx: Tx,
  { accountId, issuer, subject, userId, at }: IdentityKey & { readonly userId: string; readonly at: Date },
): Promise<void> {
  await tx.query({
    name: 'add-identity',
    text: `insert into user_identity (account_id, issuer, subject, user_id, linked_at) values ($1, $2, $3, $4, $5)
           on conflict do nothing`,
    values: [accountId, issuer, subject, userId, at],
  })
}
