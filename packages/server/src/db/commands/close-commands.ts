import { stateCode } from '@muster/core/action/life-cycle.ts'
import { reasonCode } from '@muster/core/action/reason.ts'
import type { Int8, Queryable } from '../pool.ts'

const closing = `open = false, state = ${stateCode('device_removed')}, reason = ${reasonCode('device_removed')}`

/** An enrolment ended: nothing that was meant for it may run on the next one. */
export async function closeCommandsOfDevice(
  db: Queryable,
  accountId: number,
  deviceKey: Int8,
  now: Date,
): Promise<number> {
  const { rowCount } = await db.query({
    name: 'close-commands-of-device',
    text: `update target set ${closing}, ended_at = $3 where account_id = $1 and device_key = $2 and open`,
    values: [accountId, deviceKey, now],
  })
  return rowCount ?? 0
}

/** Commands judged for an older enrolment that were written while the new one came in between. */
export async function closeStaleCommands(
  db: Queryable,
  accountId: number,
  deviceKeys: readonly Int8[],
  now: Date,
): Promise<number> {
  const { rowCount } = await db.query({
    name: 'close-stale-commands',
    text: `update target t set ${closing}, ended_at = $3
           from device d
           where t.account_id = $1 and t.device_key = any($2::bigint[]) and t.open
             and d.account_id = $1 and d.device_key = t.device_key and d.generation <> t.generation`,
    values: [accountId, deviceKeys, now],
  })
  return rowCount ?? 0
}
