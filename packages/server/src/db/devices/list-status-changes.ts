import { stateCode } from '@muster/core/action/life-cycle.ts'
import { deviceStatuses, type OperatingSystem } from '@muster/core/device/facts.ts'
import type { Int8, Queryable } from '../pool.ts'
import { statusSql } from './status-sql.ts'

export interface StatusChangesQuery {
  readonly accountId: number
  readonly since: Date
  readonly at: Date
  /** Any of them; undefined: all. */
  readonly systems?: readonly OperatingSystem[] | undefined
  readonly keys: readonly Int8[]
}

export interface StatusChangeRow {
  readonly device_key: Int8
  readonly device_id: string
  readonly hwid: string | null
  readonly hostname: string
  /** Numbers with commas between them: the driver reads a list ten times slower. */
  readonly macs: string
  readonly status: number
  readonly removed: boolean
}

/** What happens to a device and may change its status. Judgments are events by the name of the new status. */
const events = [
  ...deviceStatuses,
  'added',
  'returned',
  'retired',
  'uninstalled',
  'unexempted',
  'quarantine_ended',
] as const
const actionTypes = ['exempt', 'unexempt', 'ignore', 'unignore', 'delete'] as const

/** By what the log says of the time after $2, not by a look at each device. */
const changed = `changed as (
    select device_key from device_event
    where account_id = $1 and occurred_at > $2 and event = any($3)
    union
    select t.device_key from action a join target t using (account_id, action_id)
    where a.account_id = $1 and a.created_at > $2 and a.type = any($4)
      and t.generation > 0 and t.state = ${stateCode('succeeded')}
    union
    select device_key from device_record where account_id = $1 and enrolled_at > $2
  )`

/**
 * Devices whose status may have changed since then, in the order in which they were added, each once, also those that
 * are not there any more. In one text: a driver reads 100 000 rows longer than the database finds them.
 */
export async function listChangedKeys(
  db: Queryable,
  { accountId, since }: { accountId: number; since: Date },
): Promise<Int8[]> {
  const { rows } = await db.query<{ keys: string | null }>({
    name: 'list-changed-keys',
    text: `with ${changed}
           select string_agg(device_key::text, ',' order by device_key) as keys from changed`,
    values: [accountId, since, events, actionTypes],
  })
  return rows[0]?.keys?.split(',') ?? []
}

/** A page of them, without those that were archived, or removed before. */
export async function pageChangedKeys(
  db: Queryable,
  { accountId, since, skip, limit }: { accountId: number; since: Date; skip: number; limit: number },
): Promise<Int8[]> {
  const { rows } = await db.query<{ device_key: Int8 }>({
    name: 'page-changed-keys',
    text: `with ${changed}
           select d.device_key
           from changed
           join device d on d.account_id = $1 and d.device_key = changed.device_key
           where d.removed_at > $2 or d.removed_at is null and not d.archived
           order by d.device_key offset $5 limit $6`,
    values: [accountId, since, events, actionTypes, skip, limit],
  })
  return rows.map(({ device_key }) => device_key)
}

/**
 * What is told of these, in the order of their keys. Unnamed, as it is planned with its values: by how many keys there
 * are, they are looked up or merged.
 */
export async function readStatusChanges(
  db: Queryable,
  { accountId, since, at, systems, keys }: StatusChangesQuery,
): Promise<StatusChangeRow[]> {
  const { rows } = await db.query<StatusChangeRow>(
    `select d.device_key, d.device_id, r.hwid, r.hostname, ${statusSql('$3')} as status,
       d.removed_at is not null as removed, coalesce(m.macs, '') as macs
     from device d
     join device_kind k using (kind_id)
     join device_record r on r.account_id = $1 and r.device_key = d.device_key
     left join (
       select device_key, string_agg(mac::text, ',' order by mac) as macs
       from device_mac where account_id = $1 and device_key = any($4::bigint[]) group by device_key
     ) m on m.device_key = d.device_key
     where d.account_id = $1 and d.device_key = any($4::bigint[]) and r.device_key = any($4::bigint[])
       and (d.removed_at > $2 or d.removed_at is null and not d.archived)
       and ($5::text[] is null or k.os = any($5))
     order by d.device_key`,
    [accountId, since, at, keys, systems ?? null],
  )
  return rows
}
