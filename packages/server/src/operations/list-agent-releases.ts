import type { AgentRelease } from '@muster/core/api/agent-releases.ts'
import { type Page, Uuid } from '@muster/core/api/page.ts'
import { Type } from 'typebox'
import type { Caller } from '../caller.ts'
import { findRelease, listReleases, type ReleaseRow } from '../db/agent-releases/list-releases.ts'
import type { Queryable } from '../db/pool.ts'
import { Refusal } from '../refusal.ts'
import type { Services } from '../services.ts'
import { formatCursor, type PageRequest, parseCursor, toPage } from './page.ts'

const cursorKey = Type.Tuple([Uuid])

/** Newest first, those that were withdrawn as well. */
export async function listAgentReleases(
  { pool }: Services,
  { accountId }: Caller,
  { cursor, limit }: PageRequest,
): Promise<Page<AgentRelease>> {
  const [before] = parseCursor('agent-releases', cursorKey, cursor) ?? []
  const rows = await listReleases(pool, { accountId, before, limit: limit + 1 })
  return toPage(rows, limit, ({ release_id }) => formatCursor('agent-releases', [release_id]), toAgentRelease)
}

/** @throws Refusal not_found */
export async function showAgentRelease(db: Queryable, accountId: number, releaseId: string): Promise<AgentRelease> {
  const row = await findRelease(db, accountId, releaseId)
  if (row === undefined) throw noSuchRelease()
  return toAgentRelease(row)
}

export function noSuchRelease(): Refusal {
  return new Refusal('not_found', 'There is no such release of the agent.')
}

function toAgentRelease({ group_key, updated, rolled_back, refused, ...row }: ReleaseRow): AgentRelease {
  return {
    ...row,
    size_bytes: Number(row.size_bytes),
    received_bytes: Number(row.received_bytes),
    sha256: row.sha256.toString('hex'),
    state: row.withdrawn_at ? 'withdrawn' : row.published_at ? 'published' : 'uploading',
    group_id: group_key === null ? null : (row.group_id ?? ''),
    created_at: row.created_at.toISOString(),
    published_at: row.published_at?.toISOString() ?? null,
    withdrawn_at: row.withdrawn_at?.toISOString() ?? null,
    outcomes: { updated, rolled_back, refused },
  }
}
