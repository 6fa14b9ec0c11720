import type { Int8, Queryable } from '../pool.ts'
import { statusSql } from './status-sql.ts'

/** The status codes of devices as everybody sees them; of those that are removed none. */
export async function readStatuses(
  db: Queryable,
  { accountId, deviceKeys, at }: { accountId: number; deviceKeys: readonly Int8[]; at: Date },
): Promise<Map<Int8, number>> {
  const { rows } = await db.query<{ device_key: Int8; status: number }>({
    name: 'read-statuses',
    text: `select d.device_key, ${statusSql('$3')} as status from device d
           where d.account_id = $1 and d.device_key = any($2::bigint[]) and d.removed_at is null`,
    values: [accountId, deviceKeys, at],
  })
  return new Map(rows.map(({ device_key, status }) => [device_key, status]))
}
