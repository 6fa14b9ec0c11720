import type { Queryable } from '../pool.ts'

export async function findGroupKey(db: Queryable, accountId: number, groupId: string): Promise<number | undefined> {
  const { rows } = await db.query<{ group_key: number }>({
    name: 'find-group-key',
    text: 'select group_key from device_group where account_id = $1 and group_id = $2 for key share',
    values: [accountId, groupId],
  })
  return rows[0]?.group_key
}
