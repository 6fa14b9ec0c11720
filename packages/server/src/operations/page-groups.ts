import type { Caller } from '../caller.ts'
import { type GroupPageQuery, type GroupPageRow, pageGroups as pageRows } from '../db/groups/page-groups.ts'
import { Refusal } from '../refusal.ts'
import type { Services } from '../services.ts'

export type { GroupOrder } from '../db/groups/page-groups.ts'

/** A numbered page; the first page of none is empty. @throws Refusal page_beyond_last */
export async function pageGroups(
  { pool }: Services,
  { accountId }: Caller,
  { page, ...query }: Omit<GroupPageQuery, 'accountId' | 'skip'> & { readonly page: number },
): Promise<GroupPageRow[]> {
  const rows = await pageRows(pool, { accountId, skip: (page - 1) * query.limit, ...query })
  if (rows.length === 0 && page > 1) throw new Refusal('page_beyond_last')
  return rows
}
