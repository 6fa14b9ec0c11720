import type { Int8, Queryable } from '../pool.ts'

export interface AdminLogListing {
  readonly accountId: number
  readonly before: Int8 | undefined
  readonly since: Date
  readonly until: Date
  readonly events: readonly string[] | undefined
  readonly skip?: number | undefined
  readonly limit: number
}

export interface AdminLogRow {
  readonly sequence: Int8
  readonly occurred_at: Date
  readonly event: string
  readonly content: string
}

/** What people, applications and the server itself did, newest first; what agents did is in the device log. */
export async function listAdminLog(db: Queryable, listing: AdminLogListing): Promise<AdminLogRow[]> {
  const { accountId, before, since, until, events, skip, limit } = listing
  const { rows } = await db.query<AdminLogRow>({
    name: 'list-admin-log',
    text: `select sequence, occurred_at, event, content from audit_entry
           where account_id = $1 and channel <> 'agent' and sequence < coalesce($2, 9223372036854775807)
             and occurred_at between $3 and $4 and ($5::text[] is null or event = any($5))
           order by sequence desc offset $7 limit $6`,
    values: [accountId, before ?? null, since, until, events ?? null, limit, skip ?? 0],
  })
  return rows
}
