import type { Application } from '@muster/core/api/applications.ts'
import { type Page, Uuid } from '@muster/core/api/page.ts'
import { Type } from 'typebox'
import type { Caller } from '../caller.ts'
import { type ApplicationRow, listApplications as listRows } from '../db/applications/list-applications.ts'
import type { Services } from '../services.ts'
import { formatCursor, type PageRequest, parseCursor, toPage } from './page.ts'

const cursorKey = Type.Tuple([Uuid])

/** Newest first, revoked ones as well. */
export async function listApplications(
  { pool }: Services,
  { accountId }: Caller,
  { cursor, limit }: PageRequest,
): Promise<Page<Application>> {
  const [before] = parseCursor('applications', cursorKey, cursor) ?? []
  const rows = await listRows(pool, { accountId, before, limit: limit + 1 })
  return toPage(rows, limit, ({ app_id }) => formatCursor('applications', [app_id]), toApplication)
}

export function toApplication(row: ApplicationRow): Application {
  const { is_public: isPublic, ...rest } = row
  return {
    ...rest,
    client_type: isPublic ? 'public' : 'confidential',
    last_used_at: row.last_used_at?.toISOString() ?? null,
    created_at: row.created_at.toISOString(),
    revoked_at: row.revoked_at?.toISOString() ?? null,
  }
}
