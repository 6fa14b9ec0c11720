import { findFirstAccount } from '../../db/accounts/find-first-account.ts'
import type { Queryable } from '../../db/pool.ts'

/** Whose console this is: the account that the first start made. */
export async function consoleAccount(db: Queryable): Promise<number> {
  const accountId = await findFirstAccount(db)
  if (accountId === undefined) throw new Error('there is no account yet')
  return accountId
}
