import type { DeviceFilter } from '@muster/core/device/device-filter.ts'
import type { AgentType, DeviceType, OperatingSystem } from '@muster/core/device/facts.ts'
import type { Queryable } from '../pool.ts'
import { filterSql } from './filter-sql.ts'
import { severitySql, statusSql } from './status-sql.ts'

/** How many devices have these in common. */
export interface DeviceCombination {
  readonly status: number
  readonly severity: number
  readonly os: OperatingSystem
  readonly agent_type: AgentType
  readonly agent_version: string
  readonly device_type: DeviceType
  readonly group_id: string
  readonly online: boolean
  readonly enrolled: boolean
  readonly exempt: boolean
  readonly ignored: boolean
  readonly devices: number
}

/**
 * The devices that the filter lists, by what a filter bar offers, in one reading of them: there are few combinations,
 * whatever the number of devices. What is shared by kinds and groups is looked up once a combination.
 */
export async function countCombinations(
  db: Queryable,
  { accountId, filter, at }: { accountId: number; filter: DeviceFilter; at: Date },
): Promise<DeviceCombination[]> {
  const { from, where, values } = filterSql(accountId, at, filter, ['record', 'presence'])
  const { rows } = await db.query<DeviceCombination>(
    `select c.status, c.severity, k.os, k.agent_type, k.agent_version, c.device_type, g.group_id, c.online, c.enrolled, c.exempt,
       c.ignored, c.devices
     from (
       select d.kind_id, d.group_key, ${statusSql('$2')} as status,
         ${severitySql} as severity,
         r.device_type, coalesce(p.online, false) as online, r.agent_key is not null as enrolled,
         coalesce(d.exempt_until > $2::timestamptz, false) as exempt, d.ignored, count(*)::integer as devices
       from ${from} where ${where}
       group by 1, 2, 3, 4, 5, 6, 7, 8, 9
       offset 0
     ) c
     join device_kind k on k.kind_id = c.kind_id
     join device_group g on g.account_id = $1 and g.group_key = c.group_key`,
    values,
  )
  return rows
}
