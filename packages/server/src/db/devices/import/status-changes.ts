import { deviceStatuses } from '@muster/core/device/facts.ts'
import type { Tx } from '../../pool.ts'
import { statusSql } from '../status-sql.ts'
import type { ImportedBy } from './write-devices.ts'

/** Before anything is written: how those stand that are there already and whose status the import may change. */
export async function noteStatuses(tx: Tx, { accountId, at }: ImportedBy): Promise<void> {
  await tx.query(
    `update import_row i set former_status = ${statusSql('$2')} from device d
     where d.account_id = $1 and d.device_key = i.device_key and i.found = 'existing' and not i.enrolled
       and i.base_status <> d.base_status`,
    [accountId, at],
  )
}

/** In the device log, as a judgment has it: the new status, and the former one. */
export async function logStatusChanges(tx: Tx, { accountId, importId, at }: ImportedBy): Promise<void> {
  await tx.query(
    `insert into device_event (account_id, event_id, device_key, occurred_at, event, details)
     select $1, gen_random_uuid(), device_key, $2, ($4::text[])[status + 1],
       jsonb_build_object('from', ($4::text[])[former_status + 1], 'source', 'import', 'import_id', $3::text)
     from (${importedStatuses('$1', '$2')}) as changed`,
    [accountId, at, importId, deviceStatuses],
  )
}

/** The devices that everybody sees with another status than before the import. */
export function importedStatuses(account: string, at: string): string {
  return `select d.device_key, d.device_id, i.former_status, ${statusSql(at)} as status
     from import_row i join device d on d.account_id = ${account} and d.device_key = i.device_key
     where i.former_status <> ${statusSql(at)}`
}
