import type { Queryable } from '../pool.ts'

/** Actions that wait for devices, and the commands that they wait for: read from the index of what is open. */
export async function countOpen(db: Queryable, accountId: number): Promise<{ actions: number; commands: number }> {
  const { rows } = await db.query<{ actions: number; commands: number }>({
    name: 'count-open',
    text: `select count(*)::integer as actions, coalesce(sum(commands), 0)::integer as commands
           from (
             select count(*) as commands from target where account_id = $1 and open group by action_id
           ) as waiting`,
    values: [accountId],
  })
  return rows[0]!
}
