import { stateCode } from '@muster/core/action/life-cycle.ts'
import type { Int8, Queryable } from '../pool.ts'

/** Devices that a command of the action waits for; at most `limit` of them. */
export async function listQueuedDevices(
  db: Queryable,
  accountId: number,
  actionId: string,
  limit: number,
): Promise<Int8[]> {
  const { rows } = await db.query<{ device_key: Int8 }>({
    name: 'list-queued-devices',
    text: `select device_key from target
           where account_id = $1 and action_id = $2 and open and state = ${stateCode('queued')} limit $3`,
    values: [accountId, actionId, limit],
  })
  return rows.map(({ device_key }) => device_key)
}
