import type { Int8, Queryable } from '../pool.ts'

export interface ReportAddress {
  readonly accountId: number
  readonly actionId: string
  readonly position: number
}

export interface UploadRow {
  readonly generation: number
  /** False once the device was removed or enrolled anew. */
  readonly enrolment_current: boolean
  readonly open: boolean
  /** Null: no report has been announced. */
  readonly size_bytes: Int8 | null
  readonly received_bytes: Int8 | null
  readonly sha256: Buffer | null
  readonly completed_at: Date | null
}

/**
 * A device's command and what has come of its report, locked against another upload of the same. In two statements: one that
 * waits for a lock sees the other tables as they were before it waited.
 */
export async function lockUpload(
  db: Queryable,
  { accountId, actionId, position }: ReportAddress,
  deviceKey: Int8,
): Promise<UploadRow | undefined> {
  await db.query({
    name: 'lock-upload',
    text: `select from target where account_id = $1 and action_id = $2 and position = $3 and device_key = $4
           for update`,
    values: [accountId, actionId, position, deviceKey],
  })
  const { rows } = await db.query<UploadRow>({
    name: 'read-upload',
    text: `select t.generation, d.generation = t.generation and d.removed_at is null as enrolment_current,
             t.open, r.size_bytes, r.received_bytes, r.sha256, r.completed_at
           from target t
           join device d on d.account_id = t.account_id and d.device_key = t.device_key
           left join report r on r.account_id = t.account_id and r.action_id = t.action_id and r.position = t.position
           where t.account_id = $1 and t.action_id = $2 and t.position = $3 and t.device_key = $4
             and t.generation > 0`,
    values: [accountId, actionId, position, deviceKey],
  })
  return rows[0]
}

/** Announces a report, in the place of an unfinished one. */
export async function beginReport(
  db: Queryable,
  { accountId, actionId, position }: ReportAddress,
  report: { sizeBytes: number; sha256: Buffer; mediaType: string; at: Date },
): Promise<void> {
  await dropUnfinishedReport(db, { accountId, actionId, position })
  await db.query({
    name: 'begin-report',
    text: `insert into report (account_id, action_id, position, size_bytes, sha256, media_type, created_at)
           values ($1, $2, $3, $4, $5, $6, $7)`,
    values: [accountId, actionId, position, report.sizeBytes, report.sha256, report.mediaType, report.at],
  })
}

export async function appendChunk(
  db: Queryable,
  { accountId, actionId, position }: ReportAddress,
  { startByte, bytes }: { startByte: number; bytes: Buffer },
): Promise<void> {
  await db.query({
    name: 'append-chunk',
    text: `with grown as (
             update report set received_bytes = received_bytes + length($5::bytea)
             where account_id = $1 and action_id = $2 and position = $3 and received_bytes = $4
             returning account_id, action_id, position
           )
           insert into report_chunk (account_id, action_id, position, start_byte, bytes)
           select account_id, action_id, position, $4, $5 from grown`,
    values: [accountId, actionId, position, startByte, bytes],
  })
}

export async function completeReport(
  db: Queryable,
  { accountId, actionId, position }: ReportAddress,
  at: Date,
): Promise<void> {
  await db.query({
    name: 'complete-report',
    text: `update report set completed_at = $4
           where account_id = $1 and action_id = $2 and position = $3 and received_bytes = size_bytes
             and completed_at is null`,
    values: [accountId, actionId, position, at],
  })
}

export async function dropUnfinishedReport(
  db: Queryable,
  { accountId, actionId, position }: ReportAddress,
): Promise<void> {
  await db.query({
    name: 'drop-unfinished-report',
    text: 'delete from report where account_id = $1 and action_id = $2 and position = $3 and completed_at is null',
    values: [accountId, actionId, position],
  })
}
