import type { FoundFile } from '@muster/core/api/findings.ts'
import type { Caller } from '../caller.ts'
import { type FoundFileFilter, type FoundFileRow, listFoundFiles } from '../db/findings/list-found-files.ts'
import type { Services } from '../services.ts'
import type { FindingFilter } from './list-findings.ts'

const rowsPerRead = 1000

/** Every file that scans found, as their reports have it, some at a time. */
export async function* exportFindings(
  { pool }: Services,
  { accountId }: Caller,
  { sha256, ...others }: FindingFilter,
): AsyncGenerator<readonly FoundFile[], void> {
  const filter: FoundFileFilter = { ...others, sha256: sha256 === undefined ? undefined : Buffer.from(sha256, 'hex') }
  let after: FoundFileRow | undefined
  do {
    const rows: FoundFileRow[] = await listFoundFiles(pool, { accountId, filter, after, limit: rowsPerRead })
    yield rows.map(toFoundFile)
    after = rows.length === rowsPerRead ? rows.at(-1) : undefined
  } while (after !== undefined)
}

function toFoundFile({ position: _, ordinal: __, found_at, sha256, size_bytes, ...row }: FoundFileRow): FoundFile {
  return {
    ...row,
    found_at: found_at.toISOString(),
    sha256: sha256.length === 0 ? null : sha256.toString('hex'),
    size_bytes: size_bytes === null ? null : Number(size_bytes),
  }
}
