import type { Int8, Queryable } from '../pool.ts'

/** What a device said of itself, ready for its rows. */
export interface CheckIn {
  readonly deviceKey: Int8
  readonly kindId: number
  readonly hostname: string
  readonly deviceType: string
  readonly osName: string
  readonly osVersion: string
  readonly publicIp: string
  readonly userName: string
  /** JSON text. */
  readonly inventory: string
  readonly macs: readonly number[]
}

/**
 * Writes what changed, in sets whatever the number of devices. Rows that are already so are not rewritten, and none of
 * the columns that administrators own is named here: a check-in cannot undo an action.
 */
export async function saveCheckIns(db: Queryable, accountId: number, checkIns: readonly CheckIn[]): Promise<void> {
  const inOrder = [...checkIns].sort((a, b) => Number(BigInt(a.deviceKey) - BigInt(b.deviceKey)))
  const keys = inOrder.map(({ deviceKey }) => deviceKey)
  await db.query({
    name: 'save-check-in-kinds',
    text: `update device d set kind_id = given.kind_id
           from unnest($2::bigint[], $3::integer[]) as given (device_key, kind_id)
           where d.account_id = $1 and d.device_key = any($2) and d.device_key = given.device_key
             and d.kind_id <> given.kind_id`,
    values: [accountId, keys, inOrder.map(({ kindId }) => kindId)],
  })
  await saveRecords(db, accountId, keys, inOrder)
  await saveMacs(db, accountId, keys, inOrder)
}

async function saveRecords(db: Queryable, accountId: number, keys: Int8[], checkIns: CheckIn[]): Promise<void> {
  await db.query({
    name: 'save-check-in-records',
    text: `update device_record r
           set hostname = given.hostname, device_type = given.device_type, os_name = given.os_name,
             os_version = given.os_version, public_ip = given.public_ip, user_name = given.user_name,
             inventory = given.inventory
           from unnest($2::bigint[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::jsonb[])
             as given (device_key, hostname, device_type, os_name, os_version, public_ip, user_name, inventory)
           where r.account_id = $1 and r.device_key = any($2) and r.device_key = given.device_key
             and (r.hostname, r.device_type, r.os_name, r.os_version, r.public_ip, r.user_name, r.inventory)
               is distinct from (given.hostname, given.device_type, given.os_name, given.os_version, given.public_ip,
                 given.user_name, given.inventory)`,
    values: [
      accountId,
      keys,
      checkIns.map(({ hostname }) => hostname),
      checkIns.map(({ deviceType }) => deviceType),
      checkIns.map(({ osName }) => osName),
      checkIns.map(({ osVersion }) => osVersion),
      checkIns.map(({ publicIp }) => publicIp),
      checkIns.map(({ userName }) => userName),
      checkIns.map(({ inventory }) => inventory),
    ],
  })
}

async function saveMacs(db: Queryable, accountId: number, keys: Int8[], checkIns: CheckIn[]): Promise<void> {
  const pairs = checkIns.flatMap(({ deviceKey, macs }) => macs.map((mac) => ({ deviceKey, mac })))
  const owners = pairs.map(({ deviceKey }) => deviceKey)
  const macs = pairs.map(({ mac }) => mac)
  await db.query({
    name: 'forget-old-macs',
    text: `delete from device_mac m
           where m.account_id = $1 and m.device_key = any($2)
             and not exists (
               select from unnest($3::bigint[], $4::bigint[]) as given (device_key, mac)
               where given.device_key = m.device_key and given.mac = m.mac
             )`,
    values: [accountId, keys, owners, macs],
  })
  await db.query({
    name: 'add-new-macs',
    text: `insert into device_mac (account_id, mac, device_key)
           select $1, given.mac, given.device_key
           from unnest($2::bigint[], $3::bigint[]) as given (device_key, mac)
           on conflict do nothing`,
    values: [accountId, owners, macs],
  })
}
