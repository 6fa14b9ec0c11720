import { stateCode } from '@muster/core/action/life-cycle.ts'
import type { Int8, Queryable } from '../pool.ts'

export interface CancellingCommand {
  readonly action_id: string
  readonly position: number
  readonly device_key: Int8
}

const cancelling = `
  select action_id, position, device_key from target
  where account_id = $1 and device_key = any($2::bigint[]) and open and state = ${stateCode('cancelling')}`

/** Commands that connected agents must be asked to stop. */
export async function listCancellingOfAction(
  db: Queryable,
  accountId: number,
  deviceKeys: readonly Int8[],
  actionId: string,
): Promise<CancellingCommand[]> {
  const { rows } = await db.query<CancellingCommand>({
    name: 'list-cancelling-of-action',
    text: `${cancelling} and action_id = $3`,
    values: [accountId, deviceKeys, actionId],
  })
  return rows
}

export async function listCancellingOfDevices(
  db: Queryable,
  accountId: number,
  deviceKeys: readonly Int8[],
): Promise<CancellingCommand[]> {
  const { rows } = await db.query<CancellingCommand>({
    name: 'list-cancelling-of-devices',
    text: cancelling,
    values: [accountId, deviceKeys],
  })
  return rows
}
