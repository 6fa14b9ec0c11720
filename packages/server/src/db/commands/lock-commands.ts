import type { Int8, Queryable } from '../pool.ts'

export interface LockedCommand {
  /** Where the row lies; good until this transaction ends. */
  readonly row_id: string
  readonly action_id: string
  readonly position: number
  readonly device_key: Int8
  readonly generation: number
  readonly state: number
  readonly reason: number
  readonly report_complete: boolean
}

/**
 * The commands at these addresses, where they are those devices' own, locked in the given order, in which all callers
 * sort alike. One look into the keys an address; it names the device too, so that each index on targets that a planner
 * without fresh statistics may choose leads to the one row.
 */
export async function lockCommands(
  db: Queryable,
  accountId: number,
  addresses: readonly { actionId: string; position: number; deviceKey: Int8 }[],
): Promise<LockedCommand[]> {
  const { rows } = await db.query<LockedCommand>({
    name: 'lock-commands',
    text: `select t.row_id, t.action_id, t.position, t.device_key, t.generation, t.state, t.reason,
             exists (
               select from report r
               where r.account_id = $1 and r.action_id = t.action_id and r.position = t.position
                 and r.completed_at is not null
             ) as report_complete
           from unnest($2::uuid[], $3::integer[], $4::bigint[]) as given (action_id, position, device_key)
           cross join lateral (
             select ctid::text as row_id, action_id, position, device_key, generation, state, reason
             from target
             where account_id = $1 and action_id = given.action_id and position = given.position
               and device_key = given.device_key and generation > 0
             offset 0
             for update
           ) t`,
    values: [
      accountId,
      addresses.map(({ actionId }) => actionId),
      addresses.map(({ position }) => position),
      addresses.map(({ deviceKey }) => deviceKey),
    ],
  })
  return rows
}
