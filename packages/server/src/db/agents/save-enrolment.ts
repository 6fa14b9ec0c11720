import type { Int8, Queryable } from '../pool.ts'

export interface Enrolment {
  readonly accountId: number
  readonly deviceId: string
  readonly kindId: number
  readonly groupKey: number
  readonly baseStatus: number
  /** Undefined: a known device keeps the one it has. */
  readonly hwid: string | undefined
  readonly agentKey: Buffer
  readonly tokenId: string
  readonly at: Date
}

/** A device that was never seen; the rest of its record comes with its check-in. Throws 23505 where a racer was first. */
export async function addEnrolledDevice(db: Queryable, enrolment: Enrolment): Promise<Int8> {
  const { rows } = await db.query<{ device_key: Int8 }>({
    name: 'add-enrolled-device',
    text: `with added as (
             insert into device (account_id, device_id, kind_id, group_key, base_status)
             values ($1, $2, $3, $4, $5) returning account_id, device_key
           )
           insert into device_record (account_id, device_key, hwid, source, agent_key, enrolment_token_id, enrolled_at)
           select account_id, device_key, $6, 'agent', $7, $8, $9 from added
           returning device_key`,
    values: [
      enrolment.accountId,
      enrolment.deviceId,
      enrolment.kindId,
      enrolment.groupKey,
      enrolment.baseStatus,
      enrolment.hwid,
      enrolment.agentKey,
      enrolment.tokenId,
      enrolment.at,
    ],
  })
  return rows[0]!.device_key
}

/**
 * The next generation of a known device: the new key in the place of the old one. Administrators' columns stay, except
 * that a removed device comes back as a new one, in the token's group.
 */
export async function renewEnrolment(
  db: Queryable,
  deviceKey: Int8,
  enrolment: Omit<Enrolment, 'deviceId'>,
): Promise<number> {
  await db.query({
    name: 'renew-enrolment-record',
    text: `update device_record
           set hwid = coalesce($3, hwid), agent_key = $4, enrolment_token_id = $5, enrolled_at = $6, source = 'agent'
           where account_id = $1 and device_key = $2`,
    values: [enrolment.accountId, deviceKey, enrolment.hwid, enrolment.agentKey, enrolment.tokenId, enrolment.at],
  })
  const { rows } = await db.query<{ generation: number }>({
    name: 'renew-enrolment',
    text: `update device
           set generation = generation + 1, kind_id = $3, base_status = $4, archived = false, removed_at = null,
             group_key = case when removed_at is null then group_key else $5 end
           where account_id = $1 and device_key = $2
           returning generation`,
    values: [enrolment.accountId, deviceKey, enrolment.kindId, enrolment.baseStatus, enrolment.groupKey],
  })
  return rows[0]!.generation
}

/** The device leaves: its key is forgotten, the next generation has no agent. */
export async function endEnrolment(
  db: Queryable,
  { accountId, deviceKey, kindId }: { accountId: number; deviceKey: Int8; kindId: number },
): Promise<void> {
  await db.query({
    name: 'end-enrolment-record',
    text: `update device_record set agent_key = null, enrolment_token_id = null
           where account_id = $1 and device_key = $2`,
    values: [accountId, deviceKey],
  })
  await db.query({
    name: 'end-enrolment',
    text: `update device set generation = generation + 1, kind_id = $3 where account_id = $1 and device_key = $2`,
    values: [accountId, deviceKey, kindId],
  })
}
