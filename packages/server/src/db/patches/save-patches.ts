import type { MissingUpdates } from '@muster/core/compliance/missing-updates.ts'
import type { Int8, Tx } from '../pool.ts'

/** What a device lacks, as its agent said. */
export interface SaidPatches extends MissingUpdates {
  readonly deviceKey: Int8
}

/**
 * Keeps what devices lack: all of it, so what is not said any more is not missing any more. Rows that are so already are
 * neither locked nor rewritten. The updates come first and in one order, so that two fleets that hear of the same news
 * wait for each other and never in a circle. The devices are held by the caller; none twice.
 */
export async function savePatches(
  tx: Tx,
  { accountId, devices, at }: { accountId: number; devices: readonly SaidPatches[]; at: Date },
): Promise<void> {
  if (devices.length === 0) return
  const said = devices.flatMap(({ deviceKey, source, missing }) =>
    missing.map((one) => ({ deviceKey, source, ...one })),
  )
  if (said.length > 0) {
    await tx.query({
      name: 'add-patches',
      text: `insert into patch (account_id, patch_id, source, title)
             select distinct on (patch_id, source) $1::integer, patch_id, source, title
             from unnest($2::text[], $3::text[], $4::text[]) as said (patch_id, source, title)
             where not exists (
               select from patch p where p.account_id = $1 and p.patch_id = said.patch_id and p.source = said.source
             )
             order by patch_id, source, title
             on conflict do nothing`,
      values: [
        accountId,
        said.map(({ id }) => id),
        said.map(({ source }) => source),
        said.map(({ title }) => title ?? null),
      ],
    })
  }
  await tx.query({
    name: 'save-device-patches',
    text: `with said as materialized (
             select given.device_key, p.patch_key, given.security, given.installed, given.available
             from unnest($4::bigint[], $5::text[], $6::text[], $7::boolean[], $8::text[], $9::text[])
               as given (device_key, patch_id, source, security, installed, available)
             join patch p on p.account_id = $1 and p.patch_id = given.patch_id and p.source = given.source
           ), held as materialized (
             select device_key, patch_key, security, installed, available
             from device_patch where account_id = $1 and device_key = any($2::bigint[])
           ), gone as (
             delete from device_patch d
             using held left join said using (device_key, patch_key)
             where d.account_id = $1 and d.patch_key = held.patch_key and d.device_key = held.device_key
               and said.device_key is null
           )
           insert into device_patch (account_id, patch_key, device_key, security, missing_since, installed, available)
           select $1, said.patch_key, said.device_key, said.security, $3, said.installed, said.available
           from said left join held using (device_key, patch_key)
           where (said.security, said.installed, said.available)
             is distinct from (held.security, held.installed, held.available)
           order by said.device_key, said.patch_key
           on conflict (account_id, patch_key, device_key) do update
           set security = excluded.security, installed = excluded.installed, available = excluded.available`,
    values: [
      accountId,
      devices.map(({ deviceKey }) => deviceKey),
      at,
      said.map(({ deviceKey }) => deviceKey),
      said.map(({ id }) => id),
      said.map(({ source }) => source),
      said.map(({ security }) => security ?? false),
      said.map(({ installed }) => installed ?? null),
      said.map(({ available }) => available ?? null),
    ],
  })
}

/** Of these devices, those of which the check of updates is kept with another result or other facts than are said now. */
export async function listOtherwiseHeld(
  tx: Tx,
  { accountId, said }: { accountId: number; said: readonly { deviceKey: Int8; result: string; facts: string }[] },
): Promise<Set<Int8>> {
  if (said.length === 0) return new Set()
  const { rows } = await tx.query<{ device_key: Int8 }>({
    name: 'list-otherwise-held-updates',
    text: `select said.device_key
           from unnest($2::bigint[], $3::text[], $4::jsonb[]) as said (device_key, result, facts)
           left join device_check held on held.account_id = $1 and held.device_key = said.device_key
             and held.check_name = 'os_updates'
           where (held.result, held.facts) is distinct from (said.result, said.facts)`,
    values: [
      accountId,
      said.map(({ deviceKey }) => deviceKey),
      said.map(({ result }) => result),
      said.map(({ facts }) => facts),
    ],
  })
  return new Set(rows.map(({ device_key }) => device_key))
}
