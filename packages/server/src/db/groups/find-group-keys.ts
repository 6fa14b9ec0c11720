import type { Queryable } from '../pool.ts'

/** The account's groups, keys by ids; none of them goes away before the transaction ends. */
export async function findGroupKeys(db: Queryable, accountId: number): Promise<Map<string, number>> {
  const { rows } = await db.query<{ group_id: string; group_key: number }>({
    name: 'find-group-keys',
    text: 'select group_id, group_key from device_group where account_id = $1 order by group_key for key share',
    values: [accountId],
  })
  return new Map(rows.map(({ group_id, group_key }) => [group_id, group_key]))
}
