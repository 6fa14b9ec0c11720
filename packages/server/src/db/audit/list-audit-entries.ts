import type { Int8, Queryable } from '../pool.ts'

export interface AuditRow {
  readonly sequence: Int8
  readonly content: string
  readonly hash: Buffer
}

export interface AuditListing {
  readonly accountId: number
  readonly actionId: string | undefined
  /** Entries about the device itself, and of actions that had it among their targets. */
  readonly deviceId: string | undefined
  readonly event: string | undefined
  readonly since: Date | undefined
  readonly before: Int8 | undefined
  readonly limit: number
}

/** Newest first. Unnamed, so that it is planned for the filters that are there. */
export async function listAuditEntries(db: Queryable, listing: AuditListing): Promise<AuditRow[]> {
  const { accountId, actionId, deviceId, event, since, before, limit } = listing
  const { rows } = await db.query<AuditRow>(
    `select sequence, content, hash from audit_entry e
     where account_id = $1
       and ($2::uuid is null or action_id = $2)
       and ($3::text is null
         or device_key = (select device_key from device where account_id = $1 and device_id = $3)
         or action_id in (
           select t.action_id from target t join device d using (account_id, device_key)
           where t.account_id = $1 and d.device_id = $3))
       and ($4::text is null or event = $4)
       and ($5::timestamptz is null or occurred_at >= $5)
       and ($6::bigint is null or sequence < $6)
     order by sequence desc limit $7`,
    [accountId, actionId ?? null, deviceId ?? null, event ?? null, since ?? null, before ?? null, limit],
  )
  return rows
}
