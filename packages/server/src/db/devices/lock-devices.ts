import type { Queryable } from '../pool.ts'

/**
 * Holds every device of the account as it is until the transaction ends: enrolments, check-ins and other actions wait,
 * readers do not. In the order in which actions change them.
 */
export async function lockDevices(db: Queryable, accountId: number): Promise<void> {
  await db.query({
    name: 'lock-devices',
    text: `select count(*) from (
             select from device where account_id = $1 order by device_key for no key update
           ) as locked`,
    values: [accountId],
  })
}
