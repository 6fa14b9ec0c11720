import type { DeviceFilter } from '@muster/core/device/device-filter.ts'
import type { Queryable } from '../pool.ts'
import { filterSql } from './filter-sql.ts'

/** How many devices the filter lists. */
export async function countDevices(
  db: Queryable,
  { accountId, filter, at }: { accountId: number; filter: DeviceFilter; at: Date },
): Promise<number> {
  const { from, where, values } = filterSql(accountId, at, filter)
  const { rows } = await db.query<{ count: string }>(`select count(*) from ${from} where ${where}`, values)
  return Number(rows[0]!.count)
}
