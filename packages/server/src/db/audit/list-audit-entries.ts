import type { Int8, Queryable } from '../pool.ts'

export interface AuditRow {
  readonly sequence: Int8
  readonly content: string
  readonly hash: Buffer
}

export interface AuditFilter {
  readonly actionId?: string | undefined
  /** Entries about the device itself, and of actions that had it among their targets. */
  readonly deviceId?: string | undefined
  readonly events?: readonly string[] | undefined
  readonly channels?: readonly string[] | undefined
  /** In full. */
  readonly user?: string | undefined
  readonly appId?: string | undefined
  readonly since?: Date | undefined
  readonly until?: Date | undefined
}

export interface AuditListing {
  readonly accountId: number
  readonly filter: AuditFilter
  readonly before: Int8 | undefined
  readonly limit: number
}

const conditions: Readonly<Record<keyof AuditFilter, (value: string) => string>> = {
  actionId: (value) => `action_id = ${value}::uuid`,
  deviceId: (value) => `(device_key = (select device_key from device where account_id = $1 and device_id = ${value})
         or action_id in (
           select t.action_id from target t join device d using (account_id, device_key)
           where t.account_id = $1 and d.device_id = ${value}))`,
  events: (value) => `event = any(${value}::text[])`,
  channels: (value) => `channel = any(${value}::text[])`,
  user: (value) => `content::jsonb ->> 'user' = ${value}`,
  appId: (value) => `content::jsonb -> 'application' ->> 'id' = ${value}`,
  since: (value) => `occurred_at >= ${value}::timestamptz`,
  until: (value) => `occurred_at <= ${value}::timestamptz`,
}

/** Newest first. Unnamed, so that it is planned for the filters that are there. */
export async function listAuditEntries(
  db: Queryable,
  { accountId, filter, before, limit }: AuditListing,
): Promise<AuditRow[]> {
  const given = (Object.keys(conditions) as (keyof AuditFilter)[]).filter((key) => filter[key] !== undefined)
  const { rows } = await db.query<AuditRow>(
    `select sequence, content, hash from audit_entry e
     where account_id = $1 and ($2::bigint is null or sequence < $2)
       ${given.map((key, index) => `and ${conditions[key](`$${index + 4}`)}`).join('\n       ')}
     order by sequence desc limit $3`,
    [accountId, before ?? null, limit, ...given.map((key) => filter[key])],
  )
  return rows
}
