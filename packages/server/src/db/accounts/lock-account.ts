import type { Queryable } from '../pool.ts'

/**
 * One at a time in an account, until the transaction ends: for what is looked for first and added only where it is not
 * there, and has no key that would keep a second one out. Nobody else waits for it.
 */
export async function lockAccount(db: Queryable, accountId: number): Promise<void> {
  await db.query({
    name: 'lock-account',
    text: 'select from account where account_id = $1 for no key update',
    values: [accountId],
  })
}
