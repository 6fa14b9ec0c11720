import { Readable } from 'node:stream'
import { findCompleteReport, readChunks } from '../db/reports/read-report.ts'
import type { Services } from '../services.ts'

export interface OpenReport {
  readonly mediaType: string
  readonly sizeBytes: number
  readonly sha256: Buffer
  readonly stream: Readable
}

/** What a command brought back, once all of it is stored and checked; undefined before. */
export async function openReport(
  { pool }: Services,
  accountId: number,
  actionId: string,
  position: number,
): Promise<OpenReport | undefined> {
  const address = { accountId, actionId, position }
  const report = await findCompleteReport(pool, address)
  if (report === undefined) return undefined
  return {
    mediaType: report.media_type,
    sizeBytes: Number(report.size_bytes),
    sha256: report.sha256,
    stream: Readable.from(readChunks(pool, address), { objectMode: false }),
  }
}
