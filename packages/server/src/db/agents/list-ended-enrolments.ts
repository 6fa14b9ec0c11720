import type { Int8, Queryable } from '../pool.ts'

/** Of these enrolments, those that are not, or no longer, their device's present one. */
export async function listEndedEnrolments(
  db: Queryable,
  accountId: number,
  enrolments: readonly { readonly deviceKey: Int8; readonly generation: number }[],
): Promise<{ device_key: Int8; generation: number }[]> {
  const { rows } = await db.query<{ device_key: Int8; generation: number }>({
    name: 'list-ended-enrolments',
    text: `select given.device_key, given.generation
           from unnest($2::bigint[], $3::integer[]) as given (device_key, generation)
           left join device d on d.account_id = $1 and d.device_key = given.device_key
           where d.generation is distinct from given.generation or d.removed_at is not null`,
    values: [accountId, enrolments.map(({ deviceKey }) => deviceKey), enrolments.map(({ generation }) => generation)],
  })
  return rows
}
