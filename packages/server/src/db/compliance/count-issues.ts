import type { Int8, Queryable } from '../pool.ts'
import { rulesSql } from './rules-sql.ts'

/** How many issues each device has, whether or not they count yet; who has none is not there. As `listIssues` has them. */
export async function countIssues(
  db: Queryable,
  accountId: number,
  deviceKeys: readonly Int8[],
): Promise<Map<Int8, number>> {
  const { rows } = await db.query<{ device_key: Int8; issues: number }>({
    name: 'count-issues',
    text: `with rule as materialized (
             ${rulesSql(
               '$1',
               `g.group_key in (
               select group_key from device where account_id = $1 and device_key = any($2::bigint[]))`,
             )}
           )
           select d.device_key, count(*)::integer as issues
           from device d
           join device_check c on c.account_id = d.account_id and c.device_key = d.device_key and c.result = 'fail'
           join rule on rule.group_key = d.group_key and rule.check_name = c.check_name
           where d.account_id = $1 and d.device_key = any($2::bigint[])
           group by d.device_key`,
    values: [accountId, deviceKeys],
  })
  return new Map(rows.map(({ device_key, issues }) => [device_key, issues]))
}
