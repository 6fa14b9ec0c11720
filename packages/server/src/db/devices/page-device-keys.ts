import type { DeviceFilter } from '@muster/core/device/device-filter.ts'
import type { Int8, Queryable } from '../pool.ts'
import { filterSql } from './filter-sql.ts'

/** Whether an agent of the device is connected, was, or never was. */
export type Presence = 'connected' | 'disconnected' | 'never_seen'

export interface DeviceKeysQuery {
  readonly accountId: number
  readonly at: Date
  readonly filter: DeviceFilter
  /** Any of them; undefined: whatever it is. */
  readonly presence?: readonly Presence[] | undefined
  readonly limit: number
}

export interface DeviceKeysPage extends DeviceKeysQuery {
  readonly direction: 'asc' | 'desc'
  /** The device behind which the page begins, or how many come before it. */
  readonly from: { readonly after: Int8 } | { readonly skip: number }
}

/** A page in the order in which the devices were added; by keys alone, so that far pages are cheap. */
export async function pageDeviceKeys(
  db: Queryable,
  { direction, from: start, limit, ...query }: DeviceKeysPage,
): Promise<Int8[]> {
  const { from, where, values } = select(query, [])
  const bind = (value: unknown) => `$${values.push(value)}`
  const past = direction === 'asc' ? '>' : '<'
  // Said of both tables: a plan that merges them would read the other one from its beginning.
  const beyond = (after: string) =>
    ['d', ...(from.includes('device_record') ? ['r'] : [])].map((table) => `and ${table}.device_key ${past} ${after}`)
  const { rows } = await db.query<{ device_key: Int8 }>(
    `select d.device_key from ${from} where ${where} ${'after' in start ? beyond(bind(start.after)).join(' ') : ''}
     order by d.device_key ${direction} offset ${bind('skip' in start ? start.skip : 0)} limit ${bind(limit)}`,
    values,
  )
  return rows.map(({ device_key }) => device_key)
}

/** Where a device stands among the enrolments: microseconds since 1970, and its key. */
export interface EnrolmentPlace {
  readonly device_key: Int8
  readonly enrolled_micros: Int8
}

/** The oldest enrolment first, from the one after `after` on. */
export async function walkEnrolments(
  db: Queryable,
  { after, limit, ...query }: DeviceKeysQuery & { after: EnrolmentPlace | undefined },
): Promise<EnrolmentPlace[]> {
  const { from, where, values } = select(query, ['record'])
  const bind = (value: unknown) => `$${values.push(value)}`
  // A number of microseconds is one in the database whatever a client makes of its token; a time may be none.
  const beyond = after
    ? `and (r.enrolled_at, r.device_key) >
         ('epoch'::timestamptz + ${bind(after.enrolled_micros)}::float8 * interval '1 microsecond', ${bind(after.device_key)}::bigint)`
    : ''
  const { rows } = await db.query<EnrolmentPlace>(
    `select r.device_key, (extract(epoch from r.enrolled_at) * 1000000)::bigint as enrolled_micros
     from ${from} where ${where} ${beyond}
     order by r.enrolled_at, r.device_key limit ${bind(limit)}`,
    values,
  )
  return rows
}

function select({ accountId, at, filter, presence }: Omit<DeviceKeysQuery, 'limit'>, also: 'record'[]) {
  const sql = filterSql(accountId, at, filter, presence ? [...also, 'presence'] : also)
  if (presence === undefined) return sql
  const state = `case when p.online then 'connected' when p.last_seen is null then 'never_seen' else 'disconnected' end`
  return { ...sql, where: `${sql.where} and ${state} = any($${sql.values.push(presence)}::text[])` }
}
