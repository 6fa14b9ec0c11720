import type { Tx } from '../pool.ts'

export interface NewGroupRow {
  readonly accountId: number
  readonly groupId: string
  readonly name: string
  readonly description: string
  readonly at: Date
}

/** False where the account has a group of that id. */
export async function addGroup(tx: Tx, { accountId, groupId, name, description, at }: NewGroupRow): Promise<boolean> {
  const { rowCount } = await tx.query({
    name: 'add-group',
    text: `insert into device_group (account_id, group_id, name, description, created_at, modified_at)
           values ($1, $2, $3, $4, $5, $5) on conflict (account_id, group_id) do nothing`,
    values: [accountId, groupId, name, description, at],
  })
  return rowCount === 1
}

export interface GroupChangeRow {
  readonly accountId: number
  readonly groupId: string
  readonly name: string | undefined
  readonly description: string | undefined
  readonly at: Date
}

/** False where there is no such group. */
export async function changeGroup(
  tx: Tx,
  { accountId, groupId, name, description, at }: GroupChangeRow,
): Promise<boolean> {
  const { rowCount } = await tx.query({
    name: 'change-group',
    text: `update device_group
           set name = coalesce($3, name), description = coalesce($4, description), modified_at = $5
           where account_id = $1 and group_id = $2`,
    values: [accountId, groupId, name ?? null, description ?? null, at],
  })
  return rowCount === 1
}

/** Locks the group until the transaction ends: no device and no token comes into it meanwhile. */
export async function lockGroup(tx: Tx, accountId: number, groupId: string): Promise<number | undefined> {
  const { rows } = await tx.query<{ group_key: number }>({
    name: 'lock-group',
    text: 'select group_key from device_group where account_id = $1 and group_id = $2 for update',
    values: [accountId, groupId],
  })
  return rows[0]?.group_key
}

export interface GroupMove {
  readonly accountId: number
  readonly from: number
  readonly to: number
}

/** Devices that were deleted go along: their rows still name the group. Returns how many others moved. */
export async function moveDevices(tx: Tx, { accountId, from, to }: GroupMove): Promise<number> {
  const { rows } = await tx.query<{ moved: number }>(
    `with moved as (
       update device set group_key = $3 where account_id = $1 and group_key = $2 returning removed_at
     )
     select count(*) filter (where removed_at is null)::integer as moved from moved`,
    [accountId, from, to],
  )
  return rows[0]!.moved
}

export async function moveEnrolmentTokens(tx: Tx, { accountId, from, to }: GroupMove): Promise<void> {
  await tx.query('update enrolment_token set group_key = $3 where account_id = $1 and group_key = $2', [
    accountId,
    from,
    to,
  ])
}

export async function countDevicesIn(tx: Tx, accountId: number, groupKey: number): Promise<number> {
  const { rows } = await tx.query<{ devices: number }>(
    `select count(*)::integer as devices from device
     where account_id = $1 and group_key = $2 and removed_at is null`,
    [accountId, groupKey],
  )
  return rows[0]!.devices
}

/** Its devices and tokens have been moved away. */
export async function removeGroup(tx: Tx, accountId: number, groupKey: number): Promise<void> {
  await tx.query('delete from device_group where account_id = $1 and group_key = $2', [accountId, groupKey])
}
