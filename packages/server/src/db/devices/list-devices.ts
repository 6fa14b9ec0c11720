import type { DeviceSort } from '@muster/core/api/devices.ts'
import type { DeviceFilter } from '@muster/core/device/device-filter.ts'
import type { AgentType, DeviceType, OperatingSystem } from '@muster/core/device/facts.ts'
import type { Identity } from '@muster/core/identity/check-identity.ts'
import type { Int8, Queryable } from '../pool.ts'
import { deviceOrder } from './device-order.ts'
import { filterSql } from './filter-sql.ts'
import { severitySql, statusSql } from './status-sql.ts'

export interface DeviceRow {
  readonly device_key: Int8
  readonly device_id: string
  readonly hwid: string | null
  readonly hostname: string
  readonly nickname: string
  readonly device_type: DeviceType
  readonly status: number
  readonly severity: number
  readonly critical_issues: number
  readonly warning_issues: number
  readonly agent_type: AgentType
  readonly agent_name: string
  readonly agent_version: string
  readonly os: OperatingSystem
  readonly os_name: string
  readonly os_version: string
  readonly abilities: string[] | null
  readonly macs: Int8[] | null
  readonly public_ip: string
  readonly user_name: string
  readonly user_identity: Identity | null
  readonly group_id: string
  readonly group_name: string
  readonly ignored: boolean
  readonly exempt_by: string | null
  /** PostgreSQL's `infinity` comes as the number. */
  readonly exempt_until: Date | number | null
  readonly exempt_critical: boolean
  readonly enrolled: boolean
  readonly enrolled_at: Date
  readonly online: boolean
  readonly last_seen: Date | null
  readonly source: string
}

/** Everything that is shown of a device. */
export const wholeDevices = `
  device d
  join device_kind k using (kind_id)
  join device_record r using (account_id, device_key)
  join device_group g using (account_id, group_key)
  left join device_presence p using (account_id, device_key)`

/** For `wholeDevices`; $2 is the time at which exemptions are looked at. */
export const deviceColumns = `
  d.device_key, d.device_id, r.hwid, r.hostname, r.nickname, r.device_type,
  ${statusSql('$2')} as status, ${severitySql} as severity, d.critical_issues, d.warning_issues,
  k.agent_type, k.agent_name, k.agent_version, k.os, r.os_name, r.os_version, k.abilities,
  (select array_agg(m.mac order by m.mac) from device_mac m
   where m.account_id = d.account_id and m.device_key = d.device_key) as macs,
  r.public_ip, r.user_name, r.user_identity, g.group_id, g.name as group_name, d.ignored, d.exempt_by, d.exempt_until,
  d.exempt_critical,
  r.agent_key is not null as enrolled, r.enrolled_at, coalesce(p.online, false) as online, p.last_seen, r.source`

export interface DeviceListing {
  readonly accountId: number
  readonly filter: DeviceFilter
  readonly at: Date
  readonly sort: DeviceSort
  /** The last device seen. */
  readonly after: DevicePlace | undefined
  readonly limit: number
}

/** Where a device stands in a list: its key, and the value that the list is sorted by (none: by the key alone). */
export interface DevicePlace {
  readonly key: Int8
  readonly value: string | null
}

export interface ListedDeviceRow extends DeviceRow {
  readonly sort_value: string | null
}

/**
 * A page: first its keys, from the tables that filter and order look at, then all that is shown of them. The cursor is
 * said of every table that is there: a plan that merges them would read one from its beginning, and the last page of a
 * list would cost as much as all pages before it.
 */
export async function listDevices(
  db: Queryable,
  { accountId, filter, at, sort, after, limit }: DeviceListing,
): Promise<ListedDeviceRow[]> {
  const { value, table, direction } = deviceOrder(sort)
  const { from, where, values } = filterSql(accountId, at, filter, table ? [table] : [])
  const bind = (item: unknown) => `$${values.push(item)}`
  const key = table === 'record' ? 'r.device_key' : 'd.device_key'
  const order = (of: string, by: string) => (value ? `${of} ${direction}, ${by} ${direction}` : `${by} ${direction}`)
  const { rows } = await db.query<ListedDeviceRow>(
    `with page as materialized (
       select d.device_key, ${value ?? 'null'} as sort_value
       from ${from} where ${where} ${after ? `and ${beyond(after)}` : ''}
       order by ${order(`${value}`, key)} limit ${bind(limit)}
     )
     select ${deviceColumns}, page.sort_value::text
     from ${wholeDevices}
     join page using (device_key)
     where d.account_id = $1
     order by ${order('page.sort_value', 'page.device_key')}`,
    values,
  )
  return rows

  function beyond(place: DevicePlace): string {
    const past = direction === 'asc' ? '>' : '<'
    const last = bind(place.key)
    if (!value) {
      const also = from.includes('device_record') ? ` and r.device_key ${past} ${last}` : ''
      return `d.device_key ${past} ${last}${also}`
    }
    return `(${value}, ${key}) ${past} (${bind(place.value)}::${table === 'presence' ? 'timestamptz' : 'text'}, ${last})`
  }
}

export interface DeviceDetailsRow extends DeviceRow {
  readonly generation: number
  readonly connected_at: Date | null
  /** See core/device/habit; null while it is connected. */
  readonly connects: Buffer | null
  readonly inventory: Record<string, unknown>
}

/** By its device id, else by its hardware id. */
export async function findDevice(
  db: Queryable,
  { accountId, identifier, at }: { accountId: number; identifier: string; at: Date },
): Promise<DeviceDetailsRow | undefined> {
  const { rows } = await db.query<DeviceDetailsRow>({
    name: 'find-device',
    text: `select ${deviceColumns}, d.generation, p.connected_at,
             case when p.online then null else (
               select h.connects from device_habit h where h.account_id = $1 and h.device_key = d.device_key
             ) end as connects, r.inventory from ${wholeDevices}
           where d.account_id = $1 and d.removed_at is null
             and d.device_key in (
               select device_key from device where account_id = $1 and device_id = $3
               union all
               select device_key from device_record where account_id = $1 and hwid = $3)
           order by d.device_id <> $3 limit 1`,
    values: [accountId, at, identifier],
  })
  return rows[0]
}
