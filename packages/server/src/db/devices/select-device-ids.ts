import type { DeviceFilter } from '@muster/core/device/device-filter.ts'
import type { Queryable } from '../pool.ts'
import { filterSql } from './filter-sql.ts'

export interface DeviceSelectionQuery {
  readonly accountId: number
  readonly filter: DeviceFilter
  /** When: exemptions that end at or before it are over. */
  readonly at: Date
  readonly limit: number
}

/** The ids of the devices that the filter lists, oldest first. They travel as one text: ids hold no line breaks. */
export async function selectDeviceIds(
  db: Queryable,
  { accountId, filter, at, limit }: DeviceSelectionQuery,
): Promise<string[]> {
  const { from, where, values } = filterSql(accountId, at, filter)
  const { rows } = await db.query<{ ids: string | null }>(
    `select string_agg(device_id, E'\\n' order by device_key) as ids
     from (select d.device_id, d.device_key from ${from} where ${where}
           order by d.device_key limit $${values.length + 1}) as selected`,
    [...values, limit],
  )
  return rows[0]?.ids?.split('\n') ?? []
}
