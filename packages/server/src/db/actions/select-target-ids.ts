import { stateCode, type TargetState } from '@muster/core/action/life-cycle.ts'
import type { Queryable } from '../pool.ts'

/**
 * The ids of an action's devices that are still there and whose targets are in one of these states, in the order they
 * were asked for; undefined: there is no such action.
 */
export async function selectTargetIds(
  db: Queryable,
  {
    accountId,
    actionId,
    states,
    limit,
  }: { accountId: number; actionId: string; states: readonly TargetState[]; limit: number },
): Promise<string[] | undefined> {
  const { rows } = await db.query<{ ids: string | null }>({
    name: 'select-target-ids',
    text: `select (
             select string_agg(device_id, E'\\n' order by position)
             from (
               select d.device_id, t.position
               from target t join device d on d.account_id = t.account_id and d.device_key = t.device_key
               where t.account_id = $1 and t.action_id = $2 and t.state = any($3::smallint[]) and d.removed_at is null
               order by t.position limit $4
             ) as selected
           ) as ids
           from action where account_id = $1 and action_id = $2`,
    values: [accountId, actionId, states.map(stateCode), limit],
  })
  return rows[0] && (rows[0].ids?.split('\n') ?? [])
}
