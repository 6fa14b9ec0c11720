import type { AuditEntry } from '@muster/core/api/audit.ts'
import type { Page } from '@muster/core/api/page.ts'
import { toHex } from '@muster/core/audit/hash-chain.ts'
import { Type } from 'typebox'
import type { Caller } from '../caller.ts'
import { type AuditFilter, type AuditRow, listAuditEntries as listRows } from '../db/audit/list-audit-entries.ts'
import type { Services } from '../services.ts'
import { formatCursor, type PageRequest, parseCursor, toPage } from './page.ts'

const cursorKey = Type.Tuple([Type.String({ pattern: '^[1-9][0-9]{0,17}$' })])

/** Newest first. */
export async function listAuditEntries(
  { pool }: Services,
  { accountId }: Caller,
  { filter, cursor, limit }: PageRequest & { readonly filter: AuditFilter },
): Promise<Page<AuditEntry>> {
  const [before] = parseCursor('audit', cursorKey, cursor) ?? []
  const rows = await listRows(pool, { accountId, filter, before, limit: limit + 1 })
  return toPage(rows, limit, ({ sequence }) => formatCursor('audit', [sequence]), toAuditEntry)
}

const rowsPerRead = 500

/** All of them, newest first, some at a time; what comes in meanwhile is not among them. */
export async function* readAuditEntries(
  { pool }: Services,
  { accountId }: Caller,
  filter: AuditFilter,
): AsyncGenerator<readonly AuditEntry[], void> {
  let before: string | undefined
  do {
    const rows: AuditRow[] = await listRows(pool, { accountId, filter, before, limit: rowsPerRead })
    yield rows.map(toAuditEntry)
    before = rows.length === rowsPerRead ? rows.at(-1)!.sequence : undefined
  } while (before !== undefined)
}

function toAuditEntry({ sequence, content, hash }: AuditRow): AuditEntry {
  const entry = JSON.parse(content) as Partial<AuditEntry> & Pick<AuditEntry, 'at' | 'event' | 'channel' | 'request_id'>
  return {
    sequence: Number(sequence),
    at: entry.at,
    event: entry.event,
    channel: entry.channel,
    user: entry.user ?? null,
    application: entry.application ?? null,
    token_id: entry.token_id ?? null,
    peer: entry.peer ?? null,
    request_id: entry.request_id,
    action_id: entry.action_id ?? null,
    details: entry.details ?? {},
    hash: toHex(hash),
  }
}
