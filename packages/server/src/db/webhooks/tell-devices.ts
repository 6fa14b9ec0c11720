import { deviceStatuses } from '@muster/core/device/facts.ts'
import { importedStatuses } from '../devices/import/status-changes.ts'
import type { Int8, Tx } from '../pool.ts'
import { tellSql } from './tell-sql.ts'

export interface ToldStatus {
  readonly device_key: Int8
  readonly former: number
  readonly status: number
}

/** Codes of core/device/facts; what stayed as it was is not told. */
export async function tellStatuses(
  tx: Tx,
  { accountId, at, changes }: { accountId: number; at: Date; changes: readonly ToldStatus[] },
): Promise<void> {
  const changed = changes.filter(({ former, status }) => former !== status)
  if (changed.length === 0) return
  await tx.query({
    name: 'tell-statuses',
    text: tellSql({
      type: 'device.status_changed',
      account: '$1::integer',
      at: '$2::timestamptz',
      list: 'devices',
      common: `'{}'::jsonb`,
      each: `select jsonb_build_object('device_id', d.device_id, 'status', ($6::text[])[change.status + 1],
               'former_status', ($6::text[])[change.former + 1]) as one
             from unnest($3::bigint[], $4::smallint[], $5::smallint[]) as change (device_key, former, status)
             join device d on d.account_id = $1 and d.device_key = change.device_key
             order by change.device_key`,
    }),
    values: [
      accountId,
      at,
      changed.map(({ device_key }) => device_key),
      changed.map(({ former }) => former),
      changed.map(({ status }) => status),
      deviceStatuses,
    ],
  })
}

/** Those that an import changed, from its stage. */
export async function tellImportedStatuses(tx: Tx, { accountId, at }: { accountId: number; at: Date }): Promise<void> {
  await tx.query({
    text: tellSql({
      type: 'device.status_changed',
      account: '$1::integer',
      at: '$2::timestamptz',
      list: 'devices',
      common: `'{}'::jsonb`,
      each: `select jsonb_build_object('device_id', device_id, 'status', ($3::text[])[status + 1],
               'former_status', ($3::text[])[former_status + 1]) as one
             from (${importedStatuses('$1', '$2')}) as changed
             order by device_key`,
    }),
    values: [accountId, at, deviceStatuses],
  })
}

/** Devices that came: for the first time, or again after they had been deleted. */
export async function tellAdded(
  tx: Tx,
  { accountId, at, deviceKeys }: { accountId: number; at: Date; deviceKeys: readonly Int8[] },
): Promise<void> {
  if (deviceKeys.length === 0) return
  await tx.query({
    name: 'tell-added-devices',
    text: tellAddedSql('select unnest($3::bigint[])', '$4'),
    values: [accountId, at, deviceKeys, deviceStatuses],
  })
}

/** Those that an import brought, from its stage. */
export async function tellImported(tx: Tx, { accountId, at }: { accountId: number; at: Date }): Promise<void> {
  await tx.query({
    text: tellAddedSql(`select device_key from import_row where found <> 'existing'`, '$3'),
    values: [accountId, at, deviceStatuses],
  })
}

function tellAddedSql(keys: string, statuses: string): string {
  return tellSql({
    type: 'device.added',
    account: '$1::integer',
    at: '$2::timestamptz',
    list: 'devices',
    common: `'{}'::jsonb`,
    each: `select jsonb_build_object('device_id', d.device_id, 'hostname', r.hostname,
             'status', (${statuses}::text[])[d.base_status + 1]) as one
           from device d join device_record r using (account_id, device_key)
           where d.account_id = $1 and d.device_key in (${keys})
           order by d.device_key`,
  })
}
