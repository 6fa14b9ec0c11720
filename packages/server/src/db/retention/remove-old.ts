import type { Int8, Queryable, Tx } from '../pool.ts'

/** A step of what has to go: rows of an account that are older than `before`, at most `limit` of them. */
export interface RetentionStep {
  readonly accountId: number
  readonly before: Date
  readonly limit: number
}

/** Devices that an agent was on, and that nobody has heard of since; in the order of their keys. */
export async function listUnseenDevices(
  db: Queryable,
  { accountId, before, limit, afterKey }: RetentionStep & { readonly afterKey: Int8 },
): Promise<{ device_key: Int8; device_id: string }[]> {
  const { rows } = await db.query<{ device_key: Int8; device_id: string }>({
    name: 'list-unseen-devices',
    text: `select d.device_key, d.device_id
           from device d
           join device_record r using (account_id, device_key)
           left join device_presence p using (account_id, device_key)
           where d.account_id = $1 and d.device_key > $4 and d.removed_at is null and not d.archived
             and r.source = 'agent' and r.enrolled_at < $2 and not coalesce(p.online, false)
             and greatest(p.last_seen, p.connected_at, p.away_since, r.enrolled_at) < $2
           order by d.device_key limit $3`,
    values: [accountId, before, limit, afterKey],
  })
  return rows
}

export async function removeOldEvents(db: Queryable, { accountId, before, limit }: RetentionStep): Promise<number> {
  const { rowCount } = await db.query({
    name: 'remove-old-events',
    text: `delete from device_event
           where (account_id, event_id) in (
             select account_id, event_id from device_event
             where account_id = $1 and occurred_at < $2
             order by occurred_at, event_id limit $3 for update skip locked
           )`,
    values: [accountId, before, limit],
  })
  return rowCount ?? 0
}

/** Not those that tell where a threat was last found, nor those of commands that are not over. */
export async function removeOldReports(tx: Tx, { accountId, before, limit }: RetentionStep): Promise<number> {
  const { rows } = await tx.query<{ action_id: string; position: number }>({
    name: 'remove-old-reports',
    text: `delete from report
           where (account_id, action_id, position) in (
             select account_id, action_id, position from report r
             where account_id = $1 and completed_at < $2
               and not exists (
                 select from threat_device td
                 where td.account_id = $1 and td.action_id = r.action_id and td.position = r.position
               )
               and not exists (
                 select from target t
                 where t.account_id = $1 and t.action_id = r.action_id and t.position = r.position and t.open
               )
             order by completed_at limit $3 for update skip locked
           )
           returning action_id, position`,
    values: [accountId, before, limit],
  })
  if (rows.length > 0) {
    await tx.query({
      name: 'remove-findings-of-reports',
      text: `delete from finding
             where account_id = $1 and (action_id, position) in (select * from unnest($2::uuid[], $3::integer[]))`,
      values: [accountId, rows.map(({ action_id }) => action_id), rows.map(({ position }) => position)],
    })
  }
  return rows.length
}

/** On which device a threat was, where no scan has found it there since. */
export async function removeOldFindings(db: Queryable, { accountId, before, limit }: RetentionStep): Promise<number> {
  const { rowCount } = await db.query({
    name: 'remove-old-findings',
    text: `delete from threat_device
           where (account_id, threat_key, device_key) in (
             select account_id, threat_key, device_key from threat_device
             where account_id = $1 and last_seen < $2
             order by last_seen, threat_key limit $3 for update skip locked
           )`,
    values: [accountId, before, limit],
  })
  return rowCount ?? 0
}
