import { stateCode } from '@muster/core/action/life-cycle.ts'
import type { Queryable } from '../pool.ts'

export interface FailureRow {
  readonly action_id: string
  readonly type: string
  readonly state: number
  readonly reason: number
  readonly devices: number
  readonly last_at: Date
}

const failures = ['failed', 'timed_out', 'expired', 'rejected'] as const

/**
 * What went wrong with commands, by action, state and reason, what ended last first. Looks at the newest actions since
 * then, as many as have `targetsMax` targets together: so much is read, however much was done.
 */
export async function listFailures(
  db: Queryable,
  { accountId, since, targetsMax }: { accountId: number; since: Date; targetsMax: number },
): Promise<FailureRow[]> {
  const { rows } = await db.query<FailureRow>({
    name: 'list-failures',
    text: `with recent as (
             select action_id, type,
               sum(target_count) over (order by created_at desc, action_id desc) - target_count as targets_before
             from action where account_id = $1 and created_at >= $2 and statement is not null
           )
           select a.action_id, a.type, t.state, t.reason, t.devices, t.last_at
           from recent a
           cross join lateral (
             select state, reason, count(*)::integer as devices, max(ended_at) as last_at from target
             where account_id = $1 and action_id = a.action_id and state in (${failures.map(stateCode).join(', ')})
             group by state, reason
           ) t
           where a.targets_before < $3
           order by t.last_at desc, a.action_id, t.state, t.reason`,
    values: [accountId, since, targetsMax],
  })
  return rows
}
