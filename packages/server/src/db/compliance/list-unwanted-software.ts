import type { Int8, Queryable } from '../pool.ts'

/** By device: the software that the policy of its group does not want, sorted; of a device that is not there, nothing. */
export async function listUnwantedSoftware(
  db: Queryable,
  accountId: number,
  deviceKeys: readonly Int8[],
): Promise<Map<Int8, string[]>> {
  const { rows } = await db.query<{ device_key: Int8; software: string[] | null }>({
    name: 'list-unwanted-software',
    text: `with own as materialized (
             select device_key, group_key from device where account_id = $1 and device_key = any($2::bigint[])
           ), unwanted as materialized (
             select g.group_key, array_agg(software.name order by software.name collate "C") as names
             from device_group g
             join account a on a.account_id = g.account_id
             cross join lateral jsonb_array_elements(coalesce(g.compliance_policy, a.compliance_policy) -> 'checks') as rule
             cross join lateral jsonb_array_elements_text(rule.value -> 'names') as software (name)
             where g.account_id = $1 and g.group_key in (select group_key from own)
             group by g.group_key
           )
           select own.device_key, unwanted.names as software from own left join unwanted using (group_key)`,
    values: [accountId, deviceKeys],
  })
  return new Map(rows.map(({ device_key, software }) => [device_key, software ?? []]))
}
