import type { Duplicate } from '@muster/core/api/duplicates.ts'
import { type Page, Uuid } from '@muster/core/api/page.ts'
import { Type } from 'typebox'
import type { Caller } from '../caller.ts'
import { type ListedDuplicateRow, listDuplicates as listRows } from '../db/duplicates/list-duplicates.ts'
import type { Services } from '../services.ts'
import { formatCursor, type PageRequest, parseCursor, toPage } from './page.ts'

const cursorKey = Type.Tuple([Uuid])

/** Machines that pass for another's device, newest first. */
export async function listDuplicates(
  { pool }: Services,
  { accountId }: Caller,
  { open, cursor, limit }: PageRequest & { readonly open?: boolean | undefined },
): Promise<Page<Duplicate>> {
  const [before] = parseCursor('duplicates', cursorKey, cursor) ?? []
  const rows = await listRows(pool, { accountId, before, open, limit: limit + 1 })
  return toPage(rows, limit, ({ duplicate_id }) => formatCursor('duplicates', [duplicate_id]), toDuplicate)
}

export function toDuplicate(row: ListedDuplicateRow): Duplicate {
  return {
    duplicate_id: row.duplicate_id,
    device_id: row.device_id,
    found_at: row.found_at.toISOString(),
    found_by: row.found_by,
    known: {
      hostname: row.known_hostname,
      public_ip: row.known_peer,
      online: row.online,
      evidence: row.known_hardware,
    },
    newcomer: { hostname: row.newcomer_hostname, public_ip: row.newcomer_peer, evidence: row.newcomer_hardware },
    state: row.resolved_at === null ? 'open' : row.pending ? 'separating' : 'resolved',
    resolution: row.resolution,
    keeps: row.keeps,
    resolved_at: row.resolved_at?.toISOString() ?? null,
    resolved_by: row.resolved_by,
    separated_as: row.separated_as,
  }
}
