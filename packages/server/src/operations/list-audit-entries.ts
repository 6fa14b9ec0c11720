import type { AuditEntry } from '@muster/core/api/audit.ts'
import type { Page } from '@muster/core/api/page.ts'
import { toHex } from '@muster/core/audit/hash-chain.ts'
import { Type } from 'typebox'
import type { Caller } from '../caller.ts'
import { type AuditRow, listAuditEntries as listRows } from '../db/audit/list-audit-entries.ts'
import type { Services } from '../services.ts'
import { formatCursor, type PageRequest, parseCursor, toPage } from './page.ts'

const cursorKey = Type.Tuple([Type.String({ pattern: '^[1-9][0-9]{0,17}$' })])

export interface AuditFilter {
  readonly actionId?: string | undefined
  readonly deviceId?: string | undefined
  readonly event?: string | undefined
  readonly since?: Date | undefined
}

/** Newest first. */
export async function listAuditEntries(
  { pool }: Services,
  { accountId }: Caller,
  { actionId, deviceId, event, since, cursor, limit }: AuditFilter & PageRequest,
): Promise<Page<AuditEntry>> {
  const [before] = parseCursor('audit', cursorKey, cursor) ?? []
  const rows = await listRows(pool, { accountId, actionId, deviceId, event, since, before, limit: limit + 1 })
  return toPage(rows, limit, ({ sequence }) => formatCursor('audit', [sequence]), toAuditEntry)
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
