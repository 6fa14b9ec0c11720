import { stateCode } from '@muster/core/action/life-cycle.ts'
import { deviceStatuses, type OperatingSystem } from '@muster/core/device/facts.ts'
import type { Int8, Queryable } from '../pool.ts'
import { statusSql } from './status-sql.ts'

export interface StatusChangesQuery {
  readonly accountId: number
  readonly since: Date
  readonly at: Date
  /** Any of them; undefined: all. */
  readonly systems: readonly OperatingSystem[] | undefined
  readonly skip: number
  /** Undefined: all there are. */
  readonly limit: number | undefined
}

export interface StatusChangeRow {
  readonly device_key: Int8
  readonly device_id: string
  readonly hwid: string | null
  readonly hostname: string
  readonly macs: Int8[]
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

/**
 * Devices whose status may have changed since then, in the order in which they were added, each once: by what their log
 * says of that time, not by a look at each device. Those that were removed before are not there.
 */
export async function listStatusChanges(
  db: Queryable,
  { accountId, since, at, systems, skip, limit }: StatusChangesQuery,
): Promise<StatusChangeRow[]> {
  const { rows } = await db.query<StatusChangeRow>({
    name: 'list-status-changes',
    text: `with changed as (
             select device_key from device_event
             where account_id = $1 and occurred_at > $2 and event = any($4)
             union
             select t.device_key from action a join target t using (account_id, action_id)
             where a.account_id = $1 and a.created_at > $2 and a.type = any($5)
               and t.generation > 0 and t.state = ${stateCode('succeeded')}
             union
             select device_key from device_record where account_id = $1 and enrolled_at > $2
           ), page as (
             select d.device_key
             from changed
             join device d on d.account_id = $1 and d.device_key = changed.device_key
             join device_kind k using (kind_id)
             where (d.removed_at > $2 or d.removed_at is null and not d.archived)
               and ($6::text[] is null or k.os = any($6))
             order by d.device_key offset $7 limit $8
           )
           select d.device_key, d.device_id, r.hwid, r.hostname, ${statusSql('$3')} as status,
             d.removed_at is not null as removed,
             array(select mac from device_mac m where m.account_id = $1 and m.device_key = d.device_key order by mac)
               as macs
           from page
           join device d on d.account_id = $1 and d.device_key = page.device_key
           join device_record r on r.account_id = $1 and r.device_key = page.device_key
           order by d.device_key`,
    values: [accountId, since, at, events, actionTypes, systems ?? null, skip, limit ?? null],
  })
  return rows
}
