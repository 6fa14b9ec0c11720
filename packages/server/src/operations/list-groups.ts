import type { Group } from '@muster/core/api/groups.ts'
import type { Page } from '@muster/core/api/page.ts'
import { Type } from 'typebox'
import type { Caller } from '../caller.ts'
import { findGroup, type GroupRow, listGroups as listRows } from '../db/groups/list-groups.ts'
import { Refusal } from '../refusal.ts'
import type { Services } from '../services.ts'
import { formatCursor, type PageRequest, parseCursor, toPage } from './page.ts'

const cursorKey = Type.Tuple([Type.String()])

export async function listGroups(
  { pool }: Services,
  { accountId }: Caller,
  { cursor, limit }: PageRequest,
): Promise<Page<Group>> {
  const [after] = parseCursor('groups', cursorKey, cursor) ?? []
  const rows = await listRows(pool, { accountId, after, limit: limit + 1 })
  return toPage(rows, limit, ({ group_id }) => formatCursor('groups', [group_id]), toGroup)
}

/** @throws Refusal not_found */
export async function showGroup({ pool }: Pick<Services, 'pool'>, { accountId }: Caller, id: string): Promise<Group> {
  const row = await findGroup(pool, accountId, id)
  if (row === undefined) throw noSuchGroup(id)
  return toGroup(row)
}

export function noSuchGroup(id: string): Refusal {
  return new Refusal('not_found', `There is no group "${id}".`)
}

export function toGroup(row: GroupRow): Group {
  return { ...row, created_at: row.created_at.toISOString(), modified_at: row.modified_at.toISOString() }
}
