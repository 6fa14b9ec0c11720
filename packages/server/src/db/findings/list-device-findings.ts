import type { Int8, Queryable } from '../pool.ts'

export interface DeviceFindingRow {
  readonly found_at: Date
  readonly path: string
  /** Empty where no scan could tell. */
  readonly sha256: Buffer
  readonly signature: string
  readonly engine: string
  readonly engine_version: string
  readonly database_version: string | null
}

export async function countDeviceFindings(db: Queryable, accountId: number, deviceKey: Int8): Promise<number> {
  const { rows } = await db.query<{ count: string }>({
    name: 'count-device-findings',
    text: `select coalesce(sum(findings), 0) as count from scan where account_id = $1 and device_key = $2`,
    values: [accountId, deviceKey],
  })
  return Number(rows[0]!.count)
}

/** Of all scans of a device, the newest scan first. */
export async function listDeviceFindings(
  db: Queryable,
  { accountId, deviceKey, skip, limit }: { accountId: number; deviceKey: Int8; skip: number; limit: number },
): Promise<DeviceFindingRow[]> {
  const { rows } = await db.query<DeviceFindingRow>({
    name: 'list-device-findings',
    text: `select s.found_at, f.path, t.sha256, t.signature, f.engine, s.engine_version, s.database_version
           from scan s
           join finding f on f.account_id = s.account_id and f.action_id = s.action_id and f.position = s.position
           join threat t on t.account_id = f.account_id and t.threat_key = f.threat_key
           where s.account_id = $1 and s.device_key = $2 and s.findings > 0
           order by s.found_at desc, s.action_id desc, s.position desc, f.ordinal
           offset $3 limit $4`,
    values: [accountId, deviceKey, skip, limit],
  })
  return rows
}
