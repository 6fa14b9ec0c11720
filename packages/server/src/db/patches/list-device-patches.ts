import type { Int8, Queryable } from '../pool.ts'

export interface DevicePatchRow {
  readonly patch_id: string
  readonly source: string
  readonly title: string | null
  readonly security: boolean
  readonly installed: string | null
  readonly available: string | null
  readonly missing_since: Date
}

export type DevicePatchPlace = Pick<DevicePatchRow, 'patch_id' | 'source'>

/** What a device lacks, by id, as its agent said last. */
export async function listDevicePatches(
  db: Queryable,
  {
    accountId,
    deviceKey,
    after,
    limit,
  }: { accountId: number; deviceKey: Int8; after: DevicePatchPlace | undefined; limit: number },
): Promise<DevicePatchRow[]> {
  const { rows } = await db.query<DevicePatchRow>({
    name: 'list-device-patches',
    text: `select p.patch_id, p.source, p.title, dp.security, dp.installed, dp.available, dp.missing_since
           from device_patch dp
           join patch p on p.account_id = $1 and p.patch_key = dp.patch_key
           where dp.account_id = $1 and dp.device_key = $2 and (p.patch_id, p.source) > ($3, $4)
           order by p.patch_id, p.source limit $5`,
    values: [accountId, deviceKey, after?.patch_id ?? '', after?.source ?? '', limit],
  })
  return rows
}
