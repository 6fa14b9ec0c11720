import type { Int8, Queryable } from '../pool.ts'

export interface EnrolledRow {
  readonly device_key: Int8
  readonly device_id: string
  readonly generation: number
  readonly base_status: number
  readonly removed_at: Date | null
  readonly agent_key: Buffer | null
  readonly enrolment_token_id: string | null
  /** Marks of core/device/hardware. */
  readonly hardware: string[]
}

/** With what tells whether another machine passes for it. */
export interface ConnectingRow extends EnrolledRow {
  readonly run: string | null
  /** The latest first. */
  readonly former_runs: string[]
  readonly online: boolean
  /** A duplicate of it is pending. */
  readonly doubted: boolean
}

const columns = `device_key, d.device_id, d.generation, d.base_status, d.removed_at, r.agent_key, r.enrolment_token_id,
  r.hardware`

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

/** Devices that share evidence with a machine; `online` ones are some other machine's, whatever they share. */
export async function lockDevicesByHardware(
  db: Queryable,
  accountId: number,
  marks: readonly string[],
): Promise<(EnrolledRow & { readonly online: boolean })[]> {
  if (marks.length === 0) return []
  const { rows } = await db.query<EnrolledRow & { readonly online: boolean }>({
    name: 'lock-devices-by-hardware',
    text: `select ${columns}, exists (
               select from device_presence p
               where p.account_id = $1 and p.device_key = d.device_key and p.online) as online
           from device d join device_record r using (account_id, device_key)
           where account_id = $1 and r.hardware && $2::text[]
           order by device_key limit 50 for update of d`,
    values: [accountId, marks],
  })
  return rows
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
): Promise<ConnectingRow[]> {
  const { rows } = await db.query<ConnectingRow>({
    name: 'find-enrolled',
    text: `select ${columns}, p.run, coalesce(p.former_runs, '{}') as former_runs,
             coalesce(p.online, false) as online,
             exists (select from duplicate u
                     where u.account_id = $1 and u.device_key = d.device_key and u.pending) as doubted
           from device d join device_record r using (account_id, device_key)
           left join device_presence p using (account_id, device_key)
           where account_id = $1 and d.device_id = any($2)`,
    values: [accountId, deviceIds],
  })
  return rows
}
