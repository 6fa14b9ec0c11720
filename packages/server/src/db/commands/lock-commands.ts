import type { Int8, Queryable } from '../pool.ts'

export interface LockedCommand {
  readonly action_id: string
  readonly position: number
  readonly device_key: Int8
  readonly generation: number
  readonly state: number
  readonly reason: number
  readonly report_complete: boolean
}

/** The commands at these addresses, locked in one order by everybody, so that two batches do not block each other. */
export async function lockCommands(
  db: Queryable,
  accountId: number,
  addresses: readonly { actionId: string; position: number }[],
): Promise<LockedCommand[]> {
  const { rows } = await db.query<LockedCommand>({
    name: 'lock-commands',
    text: `select t.action_id, t.position, t.device_key, t.generation, t.state, t.reason,
             r.completed_at is not null as report_complete
           from unnest($2::uuid[], $3::integer[]) as given (action_id, position)
           join target t on t.account_id = $1 and t.action_id = given.action_id and t.position = given.position
           left join report r on r.account_id = $1 and r.action_id = t.action_id and r.position = t.position
           where t.generation > 0
           order by t.action_id, t.position
           for update of t`,
    values: [accountId, addresses.map(({ actionId }) => actionId), addresses.map(({ position }) => position)],
  })
  return rows
}
