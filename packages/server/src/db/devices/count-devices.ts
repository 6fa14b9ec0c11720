import type { DeviceFilter } from '@muster/core/device/device-filter.ts'
import type { Queryable } from '../pool.ts'
import { filterSql } from './filter-sql.ts'

/** How many devices the filter lists. */
export async function countDevices(
  db: Queryable,
  { accountId, filter, at }: { accountId: number; filter: DeviceFilter; at: Date },
): Promise<number> {
  const { from, where, values } = filterSql(accountId, at, filter)
  // $2 is not in every statement; said once, it has a type in all.
  const { rows } = await db.query<{ count: string }>(
    `select count(*) from ${from} where ${where} and $2::timestamptz is not null`,
    values,
  )
  return Number(rows[0]!.count)
}
