import type { Int8, Queryable } from '../pool.ts'

/** What one place of a request names: an id, a hardware id, a MAC address, or what may be either. */
export interface AskedDevice {
  readonly identifier: string | null
  readonly mac: number | null
}

/**
 * By place: the device that has this device id, else this hardware id, else those that report this MAC address; not the
 * removed ones.
 */
export async function findAskedKeys(
  db: Queryable,
  accountId: number,
  asked: readonly AskedDevice[],
): Promise<readonly Int8[][]> {
  const { rows } = await db.query<{ place: number; device_key: Int8 }>({
    name: 'find-asked-keys',
    text: `select asked.place::integer as place, found.device_key
           from unnest($2::text[], $3::bigint[]) with ordinality as asked (identifier, mac, place)
           cross join lateral (
             select d.device_key
             from (
               select device_key, 1 as rank from device where account_id = $1 and device_id = asked.identifier
               union all
               select device_key, 2 from device_record where account_id = $1 and hwid = asked.identifier
               union all
               select device_key, 3 from device_mac where account_id = $1 and mac = asked.mac
             ) named
             join device d on d.account_id = $1 and d.device_key = named.device_key
             where d.removed_at is null
             order by named.rank
             fetch first 1 rows with ties
           ) found`,
    values: [accountId, asked.map(({ identifier }) => identifier), asked.map(({ mac }) => mac)],
  })
  const keys: Int8[][] = asked.map(() => [])
  for (const { place, device_key } of rows) keys[place - 1]!.push(device_key)
  return keys
}
