import type { Int8, Queryable } from '../pool.ts'
import { isCounted } from './counted-sql.ts'

export interface PatchDeviceRow {
  readonly patch_key: Int8
  readonly device_key: Int8
  readonly device_id: string
  readonly hostname: string
  readonly group_id: string
  readonly group_name: string
  readonly os: string
  readonly source: string
  readonly security: boolean
  readonly installed: string | null
  readonly available: string | null
  readonly missing_since: Date
}

export type PatchDevicePlace = Pick<PatchDeviceRow, 'device_key' | 'patch_key'>

/** The devices that lack an update, whatever its source or by one alone; of each no more are read than a page holds. */
export async function listPatchDevices(
  db: Queryable,
  {
    accountId,
    patchId,
    source,
    after,
    limit,
  }: {
    accountId: number
    patchId: string
    source: string | undefined
    after: PatchDevicePlace | undefined
    limit: number
  },
): Promise<PatchDeviceRow[]> {
  const { rows } = await db.query<PatchDeviceRow>({
    name: 'list-patch-devices',
    text: `with page as materialized (
             select found.*, p.source
             from patch p
             cross join lateral (
               select dp.patch_key, dp.device_key, d.device_id, d.group_key, d.kind_id, dp.security, dp.installed,
                 dp.available, dp.missing_since
               from device_patch dp
               join device d on d.account_id = $1 and d.device_key = dp.device_key and ${isCounted}
               where dp.account_id = $1 and dp.patch_key = p.patch_key and dp.device_key >= $4
                 and (dp.device_key, dp.patch_key) > ($4, $5)
               order by dp.device_key limit $6
             ) found
             where p.account_id = $1 and p.patch_id = $2 and ($3::text is null or p.source = $3)
             order by found.device_key, found.patch_key limit $6
           )
           select page.patch_key, page.device_key, page.device_id, r.hostname, g.group_id, g.name as group_name, k.os,
             page.source, page.security, page.installed, page.available, page.missing_since
           from page
           join device_record r on r.account_id = $1 and r.device_key = page.device_key
           join device_group g on g.account_id = $1 and g.group_key = page.group_key
           join device_kind k on k.kind_id = page.kind_id
           order by page.device_key, page.patch_key`,
    values: [accountId, patchId, source ?? null, after?.device_key ?? 0, after?.patch_key ?? 0, limit],
  })
  return rows
}
