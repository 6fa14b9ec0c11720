import type { Queryable, Tx } from '../../pool.ts'
import type { ImportedBy } from './write-devices.ts'

/** What was said replaces what was there; of an enrolled device, only what its agent does not report. */
export async function updateRecords(tx: Tx, { accountId }: ImportedBy): Promise<void> {
  await tx.query(
    `update device_record r
     set hwid = case when i.enrolled then coalesce(r.hwid, i.hwid) else coalesce(i.hwid, r.hwid) end,
       nickname = coalesce(i.nickname, r.nickname),
       hostname = case when i.enrolled then r.hostname else coalesce(i.hostname, r.hostname) end,
       device_type = case when i.enrolled then r.device_type else coalesce(i.device_type, r.device_type) end,
       os_name = case when i.enrolled then r.os_name else coalesce(i.os_name, r.os_name) end,
       os_version = case when i.enrolled then r.os_version else coalesce(i.os_version, r.os_version) end,
       public_ip = case when i.enrolled then r.public_ip else coalesce(i.public_ip, r.public_ip) end,
       user_name = case when i.enrolled then r.user_name else coalesce(i.user_name, r.user_name) end
     from import_row i
     where r.account_id = $1 and r.device_key = i.device_key and i.found <> 'new'`,
    [accountId],
  )
}

/** A list of MAC addresses replaces the device's; a row without one leaves them alone. */
export async function writeMacs(tx: Tx, { accountId }: ImportedBy): Promise<void> {
  await tx.query(
    `delete from device_mac m using import_row i
     where m.account_id = $1 and m.device_key = i.device_key and i.macs is not null and not i.enrolled
       and m.mac <> all (i.macs)`,
    [accountId],
  )
  await tx.query(
    `insert into device_mac (account_id, mac, device_key)
     select $1, mac, device_key from import_row cross join unnest(macs) as mac
     where not enrolled order by mac
     on conflict do nothing`,
    [accountId],
  )
}

/** In the device log, those that came in are added. */
export async function logAdditions(tx: Tx, { accountId, importId, at }: ImportedBy): Promise<void> {
  await tx.query(
    `insert into device_event (account_id, event_id, device_key, occurred_at, event, details)
     select $1, gen_random_uuid(), device_key, $2, 'added', jsonb_build_object('source', 'import', 'import_id', $3::text)
     from import_row where found <> 'existing'`,
    [accountId, at, importId],
  )
}

export interface ImportCounts {
  readonly created: number
  readonly restored: number
  readonly updated: number
}

export async function countImported(tx: Tx): Promise<ImportCounts> {
  const { rows } = await tx.query<ImportCounts>(
    `select count(*) filter (where found = 'new')::integer as created,
       count(*) filter (where found = 'removed')::integer as restored,
       count(*) filter (where found = 'existing')::integer as updated
     from import_row`,
  )
  return rows[0]!
}

/** Statistics of tables that have just grown a lot: a list of 100 000 new devices takes a hundredth of the time with. */
export async function analyzeDevices(db: Queryable): Promise<void> {
  await db.query('analyze device_kind, device, device_record, device_mac')
}
