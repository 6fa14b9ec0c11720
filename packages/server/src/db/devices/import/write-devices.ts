import { statusCode } from '@muster/core/device/facts.ts'
import type { Tx } from '../../pool.ts'

export interface ImportedBy {
  readonly accountId: number
  /** Stands where an exempting action's id would, for devices that come in exempted. */
  readonly importId: string
  readonly at: Date
  readonly defaultGroupKey: number
}

const unknown = statusCode('unknown')
const installed = statusCode('installed')

/** A device that nothing was said about is one that discovery found, unless an agent runs on it. */
const firstStatus = `coalesce(i.base_status, case when i.agent_type = 'none' then ${unknown} else ${installed} end)`

/** The new ones, in the order of the rows; then every row knows its device's key. */
export async function addDevices(tx: Tx, { accountId, importId, at, defaultGroupKey }: ImportedBy): Promise<void> {
  await tx.query(
    `insert into device (account_id, device_id, kind_id, group_key, base_status, ignored, exempt_by, exempt_until)
     select $1, i.device_id, i.kind_id, coalesce(i.group_key, $3), ${firstStatus}, coalesce(i.ignored, false),
       case when i.exempted then $2::uuid end, case when i.exempted then 'infinity'::timestamptz end
     from import_row i where i.found = 'new' order by i.position`,
    [accountId, importId, defaultGroupKey],
  )
  await tx.query(
    `update import_row i set device_key = d.device_key from device d
     where d.account_id = $1 and d.device_id = i.device_id and i.found = 'new'`,
    [accountId],
  )
  await tx.query(
    `insert into device_record (account_id, device_key, source, enrolled_at, hwid, hostname, nickname, device_type,
       os_name, os_version, public_ip, user_name)
     select $1, device_key, 'import', $2, hwid, coalesce(hostname, ''), coalesce(nickname, ''),
       coalesce(device_type, 'other'), coalesce(os_name, ''), coalesce(os_version, ''), coalesce(public_ip, ''),
       coalesce(user_name, '')
     from import_row where found = 'new' order by device_key`,
    [accountId, at],
  )
}

/** Deleted ones that are named again begin anew: nothing that an administrator had decided about them is left. */
export async function restoreDevices(tx: Tx, { accountId, importId, defaultGroupKey }: ImportedBy): Promise<void> {
  await tx.query(
    `update device d
     set removed_at = null, archived = false, kind_id = i.kind_id, base_status = ${firstStatus},
       group_key = coalesce(i.group_key, $3), ignored = coalesce(i.ignored, false),
       exempt_by = case when i.exempted then $2::uuid end,
       exempt_until = case when i.exempted then 'infinity'::timestamptz end, exempt_critical = false
     from import_row i
     where d.account_id = $1 and d.device_key = i.device_key and i.found = 'removed'`,
    [accountId, importId, defaultGroupKey],
  )
}

/** Kind and base status only, and only where no agent of ours speaks: the rest of the row is the administrators'. */
export async function updateDevices(tx: Tx, { accountId }: ImportedBy): Promise<void> {
  await tx.query(
    `update device d
     set kind_id = i.kind_id,
       base_status = case when i.ignored or i.exempted then d.base_status else coalesce(i.base_status, d.base_status) end
     from (select * from import_row where found = 'existing' and not enrolled order by device_key) i
     where d.account_id = $1 and d.device_key = i.device_key`,
    [accountId],
  )
}
