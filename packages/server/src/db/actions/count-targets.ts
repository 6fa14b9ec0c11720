import { stateOfCode, type TargetState } from '@muster/core/action/life-cycle.ts'
import type { Queryable } from '../pool.ts'

export type StateCounts = Partial<Record<TargetState, number>>

/** Counts of the targets by state, an action each; computed, never stored. */
export async function countTargets(
  db: Queryable,
  accountId: number,
  actionIds: readonly string[],
): Promise<Map<string, StateCounts>> {
  const { rows } = await db.query<{ action_id: string; state: number; count: string }>({
    name: 'count-targets',
    text: `select action_id, state, count(*) from target where account_id = $1 and action_id = any($2::uuid[])
           group by action_id, state order by action_id, state`,
    values: [accountId, actionIds],
  })
  const counts = new Map<string, StateCounts>(actionIds.map((id) => [id, {}]))
  for (const { action_id, state, count } of rows) counts.get(action_id)![stateOfCode(state)] = Number(count)
  return counts
}
