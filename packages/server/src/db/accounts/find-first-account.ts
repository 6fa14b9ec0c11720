import type { Queryable } from '../pool.ts'

/** The account that the first start made; undefined before it. */
export async function findFirstAccount(db: Queryable): Promise<number | undefined> {
  const { rows } = await db.query<{ account_id: number }>('select account_id from account order by account_id limit 1')
  return rows[0]?.account_id
}
