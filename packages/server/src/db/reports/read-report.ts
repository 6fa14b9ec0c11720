import type { Int8, Queryable } from '../pool.ts'
import type { ReportAddress } from './uploads.ts'

export interface CompleteReportRow {
  readonly media_type: string
  readonly size_bytes: Int8
  readonly sha256: Buffer
}

export async function findCompleteReport(
  db: Queryable,
  { accountId, actionId, position }: ReportAddress,
): Promise<CompleteReportRow | undefined> {
  const { rows } = await db.query<CompleteReportRow>({
    name: 'find-complete-report',
    text: `select media_type, size_bytes, sha256 from report
           where account_id = $1 and action_id = $2 and position = $3 and completed_at is not null`,
    values: [accountId, actionId, position],
  })
  return rows[0]
}

/** The stored bytes in their order, a piece at a time: a report never lies in memory whole. */
export async function* readChunks(
  db: Queryable,
  { accountId, actionId, position }: ReportAddress,
): AsyncGenerator<Buffer> {
  for (let startByte = 0; ; ) {
    const { rows } = await db.query<{ bytes: Buffer }>({
      name: 'read-chunk',
      text: `select bytes from report_chunk
             where account_id = $1 and action_id = $2 and position = $3 and start_byte = $4`,
      values: [accountId, actionId, position, startByte],
    })
    const [row] = rows
    if (row === undefined) return
    yield row.bytes
    startByte += row.bytes.length
  }
}
