import type { Queryable } from '../pool.ts'

/** Those that nobody has decided. */
export async function countOpenDuplicates(db: Queryable, accountId: number): Promise<number> {
  const { rows } = await db.query<{ count: number }>({
    name: 'count-open-duplicates',
    text: `select count(*)::integer as count from duplicate
           where account_id = $1 and pending and resolved_at is null`,
    values: [accountId],
  })
  return rows[0]!.count
}
