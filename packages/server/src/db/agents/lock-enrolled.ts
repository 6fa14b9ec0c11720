import type { Int8, Queryable } from '../pool.ts'
import type { EnrolledRow } from './find-enrolled.ts'

export interface LockedEnrolment extends EnrolledRow {
  readonly os: string
}

/** The device of this id, locked against whatever else would end its enrolment. */
export async function lockEnrolled(
  db: Queryable,
  accountId: number,
  deviceId: string,
): Promise<LockedEnrolment | undefined> {
  const { rows } = await db.query<LockedEnrolment & { device_key: Int8 }>({
    name: 'lock-enrolled',
    text: `select d.device_key, d.device_id, d.generation, d.base_status, d.removed_at, r.agent_key,
             r.enrolment_token_id, r.hardware, k.os
           from device d join device_record r using (account_id, device_key) join device_kind k using (kind_id)
           where account_id = $1 and d.device_id = $2 for update of d`,
    values: [accountId, deviceId],
  })
  return rows[0]
}
