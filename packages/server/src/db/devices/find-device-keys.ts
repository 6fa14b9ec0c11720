import type { Int8, Queryable } from '../pool.ts'

/**
 * The device that has this device id, else this hardware id, else those that report this MAC address; not the removed
 * ones.
 */
export async function findDeviceKeys(
  db: Queryable,
  { accountId, identifier, mac }: { accountId: number; identifier: string; mac: number | null },
): Promise<Int8[]> {
  const { rows } = await db.query<{ device_key: Int8 }>({
    name: 'find-device-keys',
    text: `select d.device_key
           from (
             select device_key, 1 as rank from device where account_id = $1 and device_id = $2
             union all
             select device_key, 2 from device_record where account_id = $1 and hwid = $2
             union all
             select device_key, 3 from device_mac where account_id = $1 and mac = $3
           ) named
           join device d on d.account_id = $1 and d.device_key = named.device_key
           where d.removed_at is null
           order by named.rank
           fetch first 1 rows with ties`,
    values: [accountId, identifier, mac],
  })
  return rows.map((row) => row.device_key)
}
