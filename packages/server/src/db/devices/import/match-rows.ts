import type { Tx } from '../../pool.ts'

/**
 * Finds the devices that the staged rows name, by device id, else by hardware id. `found` becomes `existing`, or
 * `removed` for one that an action deleted; `enrolled` says that an agent of ours speaks for it.
 */
export async function matchRows(tx: Tx, accountId: number): Promise<void> {
  await tx.query('analyze import_row')
  await tx.query(
    `update import_row i
     set device_key = d.device_key, device_id = d.device_id, enrolled = r.agent_key is not null,
       found = case when d.removed_at is null then 'existing' else 'removed' end
     from device d join device_record r using (account_id, device_key)
     where d.account_id = $1 and d.device_id = i.device_id`,
    [accountId],
  )
  await tx.query(
    `update import_row i
     set device_key = d.device_key, device_id = d.device_id, enrolled = r.agent_key is not null,
       found = case when d.removed_at is null then 'existing' else 'removed' end
     from device_record r join device d using (account_id, device_key)
     where r.account_id = $1 and i.device_id is null and r.hwid = i.hwid`,
    [accountId],
  )
  await tx.query(`update import_row set device_id = gen_random_uuid()::text where device_id is null`)
  await tx.query('create unique index on import_row (position)')
  await tx.query('analyze import_row')
}

export interface RowConflict {
  readonly position: number
  readonly field: 'device_id' | 'hwid'
  readonly problem: 'names_earlier_device' | 'belongs_to_other_device'
  /** The id of the other device, or the position of the earlier row. */
  readonly other: string
}

/**
 * Rows that cannot be told apart from others: of this import, or of the account's devices. An id must not be one
 * device's device id and another's hardware id either, because actions take both.
 */
export async function findConflicts(tx: Tx, accountId: number, limit: number): Promise<RowConflict[]> {
  const { rows } = await tx.query<RowConflict>(
    `select position, field, problem, other from (
       select position, 'device_id' as field, 'names_earlier_device' as problem,
         (min(position) over (partition by device_id))::text as other
       from import_row
       union all
       select position, 'hwid', 'names_earlier_device', (min(position) over (partition by hwid))::text
       from import_row where hwid is not null
       union all
       select i.position, 'hwid', 'names_earlier_device', min(o.position)::text
       from import_row i join import_row o on o.device_id = i.hwid and o.position <> i.position
       group by i.position
       union all
       select i.position, 'hwid', 'belongs_to_other_device', d.device_id
       from import_row i
       join device_record r on r.account_id = $1 and r.hwid = i.hwid and r.device_key is distinct from i.device_key
       join device d on d.account_id = r.account_id and d.device_key = r.device_key
       union all
       select i.position, 'hwid', 'belongs_to_other_device', d.device_id
       from import_row i
       join device d on d.account_id = $1 and d.device_id = i.hwid and d.device_key is distinct from i.device_key
       union all
       select i.position, 'device_id', 'belongs_to_other_device', d.device_id
       from import_row i
       join device_record r on r.account_id = $1 and r.hwid = i.device_id and r.device_key is distinct from i.device_key
       join device d on d.account_id = r.account_id and d.device_key = r.device_key
     ) as conflict
     where problem <> 'names_earlier_device' or other <> position::text
     order by position limit $2`,
    [accountId, limit],
  )
  return rows
}
