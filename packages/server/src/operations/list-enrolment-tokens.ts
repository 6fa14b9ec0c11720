import type { EnrolmentToken } from '@muster/core/api/enrolment-tokens.ts'
import { type Page, Uuid } from '@muster/core/api/page.ts'
import { Type } from 'typebox'
import type { Caller } from '../caller.ts'
import {
  type EnrolmentTokenRow,
  listEnrolmentTokens as listRows,
} from '../db/enrolment-tokens/list-enrolment-tokens.ts'
import type { Services } from '../services.ts'
import { formatCursor, type PageRequest, parseCursor, toPage } from './page.ts'

const cursorKey = Type.Tuple([Uuid])

/** Newest first, those that are spent, over or revoked as well. */
export async function listEnrolmentTokens(
  { pool }: Services,
  { accountId }: Caller,
  { cursor, limit }: PageRequest,
): Promise<Page<EnrolmentToken>> {
  const [before] = parseCursor('enrolment-tokens', cursorKey, cursor) ?? []
  const rows = await listRows(pool, { accountId, before, limit: limit + 1 })
  return toPage(rows, limit, ({ token_id }) => formatCursor('enrolment-tokens', [token_id]), toEnrolmentToken)
}

export function toEnrolmentToken(row: EnrolmentTokenRow): EnrolmentToken {
  return {
    ...row,
    created_at: row.created_at.toISOString(),
    expires_at: row.expires_at.toISOString(),
    revoked_at: row.revoked_at?.toISOString() ?? null,
  }
}
