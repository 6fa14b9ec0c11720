import type { Int8, Tx } from '../pool.ts'

export interface UserLink {
  readonly accountId: number
  readonly deviceKey: Int8
  readonly user: string
  readonly group: string | undefined
  readonly at: Date
}

/** In the place of what was said before. */
export async function linkUser(tx: Tx, { accountId, deviceKey, user, group, at }: UserLink): Promise<void> {
  await tx.query({
    name: 'link-user',
    text: `insert into device_link (account_id, device_key, user_name, group_name, linked_at)
           values ($1, $2, $3, $4, $5)
           on conflict (account_id, device_key)
             do update set user_name = $3, group_name = $4, linked_at = $5`,
    values: [accountId, deviceKey, user, group ?? null, at],
  })
}
