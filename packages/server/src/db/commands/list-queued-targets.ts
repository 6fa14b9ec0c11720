import { stateCode } from '@muster/core/action/life-cycle.ts'
import type { Int8, Queryable } from '../pool.ts'

/** Targets whose commands wait, by position. */
export interface QueuedTargets {
  readonly positions: readonly number[]
  readonly deviceKeys: readonly Int8[]
}

/** The first `limit` of them from this position on. */
export async function listQueuedTargets(
  db: Queryable,
  { accountId, actionId, from, limit }: { accountId: number; actionId: string; from: number; limit: number },
): Promise<QueuedTargets> {
  const { rows } = await db.query<{ positions: string | null; device_keys: string | null }>({
    name: 'list-queued-targets',
    text: `select string_agg(position::text, ',') as positions, string_agg(device_key::text, ',') as device_keys
           from (
             select position, device_key from target
             where account_id = $1 and action_id = $2 and position >= $3 and open and state = ${stateCode('queued')}
             order by position limit $4
           ) queued`,
    values: [accountId, actionId, from, limit],
  })
  const { positions, device_keys: deviceKeys } = rows[0]!
  return { positions: positions?.split(',').map(Number) ?? [], deviceKeys: deviceKeys?.split(',') ?? [] }
}
