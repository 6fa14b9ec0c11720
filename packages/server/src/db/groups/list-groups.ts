import type { Queryable } from '../pool.ts'

export interface GroupRow {
  readonly group_id: string
  readonly name: string
  readonly description: string
  readonly devices: number
  readonly created_at: Date
  readonly modified_at: Date
}

const group = `
  select group_id, name, description, created_at, modified_at,
    (select count(*)::integer from device d
     where d.account_id = g.account_id and d.group_key = g.group_key and d.removed_at is null) as devices
  from device_group g`

/** By id, after the one named. */
export async function listGroups(
  db: Queryable,
  { accountId, after, limit }: { accountId: number; after: string | undefined; limit: number },
): Promise<GroupRow[]> {
  const { rows } = await db.query<GroupRow>({
    name: 'list-groups',
    text: `${group}
           where account_id = $1 and ($2::text is null or group_id collate "C" > $2)
           order by group_id collate "C" limit $3`,
    values: [accountId, after ?? null, limit],
  })
  return rows
}

export async function findGroup(db: Queryable, accountId: number, groupId: string): Promise<GroupRow | undefined> {
  const { rows } = await db.query<GroupRow>({
    name: 'find-group',
    text: `${group} where account_id = $1 and group_id = $2`,
    values: [accountId, groupId],
  })
  return rows[0]
}
