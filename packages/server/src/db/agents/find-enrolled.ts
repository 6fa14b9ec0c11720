import type { Int8, Queryable } from '../pool.ts'

export interface EnrolledRow {
  readonly device_key: Int8
  readonly device_id: string
  readonly generation: number
  readonly base_status: number
  readonly removed_at: Date | null
  readonly agent_key: Buffer | null
  readonly enrolment_token_id: string | null
}

const columns = `device_key, d.device_id, d.generation, d.base_status, d.removed_at, r.agent_key, r.enrolment_token_id`

/** The machine's record, locked against a second enrolment of the same machine. */
export async function lockDeviceByHwid(
  db: Queryable,
  accountId: number,
  hwid: string,
): Promise<EnrolledRow | undefined> {
  const { rows } = await db.query<EnrolledRow>({
    name: 'lock-device-by-hwid',
    text: `select ${columns} from device d join device_record r using (account_id, device_key)
           where account_id = $1 and r.hwid = $2 for update of d`,
    values: [accountId, hwid],
  })
  return rows[0]
}

/**
 * The record by which discovery knew the machine: Unknown, without a hardware id or an agent, and the only one with
 * one of these MAC addresses. Two such are no proof of anything.
 */
export async function lockUnknownDeviceByMacs(
  db: Queryable,
  { accountId, macs, unknownStatus }: { accountId: number; macs: readonly number[]; unknownStatus: number },
): Promise<EnrolledRow | undefined> {
  if (macs.length === 0) return undefined
  const { rows } = await db.query<EnrolledRow>({
    name: 'lock-unknown-device-by-macs',
    text: `select ${columns} from device d join device_record r using (account_id, device_key)
           where account_id = $1 and d.removed_at is null and d.base_status = $3 and r.hwid is null
             and r.agent_key is null
             and device_key in (select m.device_key from device_mac m where m.account_id = $1 and m.mac = any($2))
           limit 2 for update of d`,
    values: [accountId, macs, unknownStatus],
  })
  return rows.length === 1 ? rows[0] : undefined
}

/** Of those ids that the account has; for many agents that say hello at once. */
export async function findEnrolled(
  db: Queryable,
  accountId: number,
  deviceIds: readonly string[],
): Promise<EnrolledRow[]> {
  const { rows } = await db.query<EnrolledRow>({
    name: 'find-enrolled',
    text: `select ${columns} from device d join device_record r using (account_id, device_key)
           where account_id = $1 and d.device_id = any($2)`,
    values: [accountId, deviceIds],
  })
  return rows
}
