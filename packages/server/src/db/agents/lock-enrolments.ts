import type { Int8, Tx } from '../pool.ts'

/** Of these devices, those that are still in the enrolment said, with it; none of them is enrolled anew before this commits. */
export async function lockEnrolments(
  tx: Tx,
  accountId: number,
  enrolments: readonly { deviceKey: Int8; generation: number }[],
): Promise<Map<Int8, number>> {
  const { rows } = await tx.query<{ device_key: Int8; generation: number }>({
    name: 'lock-enrolments',
    text: `select d.device_key, d.generation from device d
           where d.account_id = $1 and d.device_key = any($2::bigint[]) and d.removed_at is null
             and exists (
               select from unnest($2::bigint[], $3::integer[]) as given (device_key, generation)
               where given.device_key = d.device_key and given.generation = d.generation
             )
           order by d.device_key
           for no key update`,
    values: [accountId, enrolments.map(({ deviceKey }) => deviceKey), enrolments.map(({ generation }) => generation)],
  })
  return new Map(rows.map(({ device_key, generation }) => [device_key, generation]))
}
