import type { Queryable } from '../pool.ts'

export type GroupOrder = 'name' | 'devices' | 'modified_at' | 'policy_name'

export interface GroupPageQuery {
  readonly accountId: number
  /** In the name of the group or of its policy, in any case; empty: all. */
  readonly search: string
  readonly order: GroupOrder
  readonly direction: 'asc' | 'desc'
  readonly skip: number
  readonly limit: number
}

export interface GroupPageRow {
  readonly group_id: string
  readonly name: string
  readonly description: string
  readonly created_at: Date
  readonly modified_at: Date
  readonly devices: number
  /** Whether it has a policy of its own; else the account's holds. */
  readonly own_policy: boolean
  readonly policy_name: string
}

/** A page by its place. The devices are counted in one pass, however many groups there are. */
export async function pageGroups(
  db: Queryable,
  { accountId, search, order, direction, skip, limit }: GroupPageQuery,
): Promise<GroupPageRow[]> {
  const by = order === 'name' || order === 'policy_name' ? `lower(${order})` : order
  const { rows } = await db.query<GroupPageRow>({
    name: `page-groups ${order} ${direction}`,
    text: `with listed as (
             select g.group_key, g.group_id, g.name, g.description, g.created_at, g.modified_at,
               g.compliance_policy is not null as own_policy,
               case when g.compliance_policy is null then a.name else g.name end as policy_name
             from device_group g join account a using (account_id)
             where g.account_id = $1
           ), counted as (
             select group_key, count(*)::integer as devices from device
             where account_id = $1 and removed_at is null group by group_key
           )
           select group_id, name, description, created_at, modified_at, own_policy, policy_name,
             coalesce(devices, 0) as devices
           from listed left join counted using (group_key)
           where position(lower($2) in lower(name)) > 0 or position(lower($2) in lower(policy_name)) > 0
           order by ${by} ${direction}, group_key offset $3 limit $4`,
    values: [accountId, search, skip, limit],
  })
  return rows
}
