import type { Int8, Queryable } from '../pool.ts'
import type { ReportAddress } from '../reports/uploads.ts'

export interface ScanRow {
  readonly deviceKey: Int8
  /** Not before the action was asked for, whatever the device's clock says. */
  readonly foundAt: Date
  readonly engine: string
  readonly engineVersion: string
  readonly databaseVersion: string | null
  readonly files: number
  readonly bytes: number
  readonly findings: number
  readonly findingsLeftOut: number
}

/** Members: sha256 (hexadecimal, empty where it is not known), signature, engine, area, path, size_bytes. */
export type FindingsJson = string

export async function addScan(
  db: Queryable,
  { accountId, actionId, position }: ReportAddress,
  scan: ScanRow,
): Promise<void> {
  await db.query({
    name: 'add-scan',
    text: `insert into scan (account_id, action_id, position, device_key, found_at, engine, engine_version,
             database_version, files, bytes, findings, findings_left_out)
           select $1, $2, $3, $4, greatest($5::timestamptz, created_at), $6, $7, $8, $9, $10, $11, $12
           from action where account_id = $1 and action_id = $2`,
    values: [
      accountId,
      actionId,
      position,
      scan.deviceKey,
      scan.foundAt,
      scan.engine,
      scan.engineVersion,
      scan.databaseVersion,
      scan.files,
      scan.bytes,
      scan.findings,
      scan.findingsLeftOut,
    ],
  })
}

/**
 * The lines of a report, in three statements whatever their number. The threats come first and in one order, so that
 * two reports of the same news wait for each other and never in a circle.
 */
export async function addFindings(
  db: Queryable,
  { accountId, actionId, position }: ReportAddress,
  findings: FindingsJson,
): Promise<void> {
  await db.query({
    name: 'add-threats',
    text: `insert into threat (account_id, sha256, signature)
           select distinct $1::integer, decode(sha256, 'hex') as sha256, signature
           from jsonb_to_recordset($2::jsonb) as found (sha256 text, signature text)
           order by sha256, signature
           on conflict do nothing`,
    values: [accountId, findings],
  })
  await db.query({
    name: 'add-findings',
    text: `insert into finding
             (account_id, action_id, position, ordinal, threat_key, size_bytes, area, engine, path)
           select $1, $2, $3, found.ordinal - 1, t.threat_key, found.size_bytes, found.area, found.engine, found.path
           from rows from (
             jsonb_to_recordset($4::jsonb)
               as (sha256 text, signature text, engine text, area text, path text, size_bytes bigint)
           ) with ordinality as found (sha256, signature, engine, area, path, size_bytes, ordinal)
           join threat t
             on t.account_id = $1 and t.sha256 = decode(found.sha256, 'hex') and t.signature = found.signature`,
    values: [accountId, actionId, position, findings],
  })
  await db.query({
    name: 'note-threats-of-device',
    text: `insert into threat_device as known
             (account_id, threat_key, device_key, first_seen, last_seen, action_id, position, ordinal)
           select $1, f.threat_key, s.device_key, s.found_at, s.found_at, $2, $3, min(f.ordinal)
           from scan s
           join finding f on f.account_id = $1 and f.action_id = $2 and f.position = $3
           where s.account_id = $1 and s.action_id = $2 and s.position = $3
           group by f.threat_key, s.device_key, s.found_at
           order by f.threat_key
           on conflict (account_id, threat_key, device_key) do update
           set first_seen = least(known.first_seen, excluded.first_seen),
             last_seen = greatest(known.last_seen, excluded.last_seen),
             action_id = case when excluded.last_seen < known.last_seen then known.action_id else excluded.action_id end,
             position = case when excluded.last_seen < known.last_seen then known.position else excluded.position end,
             ordinal = case when excluded.last_seen < known.last_seen then known.ordinal else excluded.ordinal end`,
    values: [accountId, actionId, position],
  })
}
