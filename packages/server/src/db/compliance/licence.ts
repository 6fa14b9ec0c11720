import { deviceStatuses, statusCode } from '@muster/core/device/facts.ts'
import { statusSql } from '../devices/status-sql.ts'
import type { Int8, Queryable, Tx } from '../pool.ts'
import type { StatusChange } from './judge-devices.ts'

const outside = statusCode('out_of_license_usage')

/** Whom the licence counts: what is not deleted, and has an agent, or had one. */
const counted = `account_id = $1 and removed_at is null and not archived
  and base_status not in (${outside}, ${statusCode('unknown')})`

/** How many devices the licence allows; null: any number. Changes of who is counted take turns behind it. */
export async function lockLicence(tx: Tx, accountId: number): Promise<number | null> {
  const looked = await findLicence(tx, accountId)
  if (looked === null) return null
  const { rows } = await tx.query<{ devices_allowed: number | null }>({
    name: 'lock-licence',
    text: 'select devices_allowed from account where account_id = $1 for no key update',
    values: [accountId],
  })
  return rows[0]!.devices_allowed
}

export async function findLicence(db: Queryable, accountId: number): Promise<number | null> {
  const { rows } = await db.query<{ devices_allowed: number | null }>({
    name: 'find-licence',
    text: 'select devices_allowed from account where account_id = $1',
    values: [accountId],
  })
  return rows[0]?.devices_allowed ?? null
}

/** Returns how many it allowed before. */
export async function saveLicence(tx: Tx, accountId: number, allowed: number | null): Promise<number | null> {
  const { rows } = await tx.query<{ before: number | null }>({
    name: 'save-licence',
    text: `update account a set devices_allowed = $2
           from (select account_id, devices_allowed as before from account where account_id = $1 for no key update) b
           where a.account_id = b.account_id returning b.before`,
    values: [accountId, allowed],
  })
  return rows[0]!.before
}

/** Some 10 ms for 100 000 devices; only accounts with a licence count pay it. */
export async function countLicensed(db: Queryable, accountId: number): Promise<number> {
  const { rows } = await db.query<{ devices: number }>({
    name: 'count-licensed',
    text: `select count(*)::integer as devices from device where ${counted}`,
    values: [accountId],
  })
  return rows[0]!.devices
}

/** Of these devices so many, the newest first, are outside the licence from now on. */
export async function shutOut(
  tx: Tx,
  { accountId, deviceKeys, excess, at }: { accountId: number; deviceKeys: readonly Int8[]; excess: number; at: Date },
): Promise<StatusChange[]> {
  const { rows } = await tx.query<StatusChange>({
    name: 'shut-out-devices',
    text: changing(
      `select device_key from device where ${counted} and device_key = any($5::bigint[])
       order by device_key desc limit $4`,
      String(outside),
    ),
    values: [accountId, at, deviceStatuses, excess, deviceKeys],
  })
  return rows
}

/** So many that are outside come in, those first that enrolled first; null: all. With the status that they would have. */
export async function letIn(
  tx: Tx,
  { accountId, room, at }: { accountId: number; room: number | null; at: Date },
): Promise<StatusChange[]> {
  const { rows } = await tx.query<StatusChange>({
    name: 'let-devices-in',
    text: changing(
      `select w.device_key from device w join device_record r using (account_id, device_key)
       where account_id = $1 and w.base_status = ${outside} and w.removed_at is null and not w.archived
       order by r.enrolled_at, w.device_key limit $4 for no key update of w skip locked`,
      `case when d.critical_issues + d.warning_issues > 0 then ${statusCode('non_compliant')}
       else ${statusCode('compliant')} end`,
    ),
    values: [accountId, at, deviceStatuses, room],
  })
  return rows
}

/** $1 the account, $2 the time, $3 the names of statuses, $4 how many. */
const changing = (devices: string, status: string) => `
  with chosen as materialized (${devices}),
  former as materialized (
    select d.device_key, ${statusSql('$2')} as status
    from device d join chosen using (device_key) where d.account_id = $1
  ), changed as (
    update device d set base_status = ${status}
    from former
    where d.account_id = $1 and d.device_key = former.device_key
    returning d.device_key, former.status as former, ${statusSql('$2')} as status
  ), logged as (
    insert into device_event (account_id, event_id, device_key, occurred_at, event, details)
    select $1, gen_random_uuid(), device_key, $2, ($3::text[])[status + 1],
      jsonb_build_object('from', ($3::text[])[former + 1], 'licence', true)
    from changed where status <> former
  )
  select device_key, former, status from changed where status <> former`
