import type { Queryable } from '../pool.ts'

/** Threats that were seen since then on devices that are still there, and how many devices these are. */
export async function countRecentFindings(
  db: Queryable,
  accountId: number,
  since: Date,
): Promise<{ threats: number; devices: number }> {
  const { rows } = await db.query<{ threats: number; devices: number }>({
    name: 'count-recent-findings',
    text: `select count(distinct td.threat_key)::integer as threats, count(distinct td.device_key)::integer as devices
           from threat_device td
           join device d on d.account_id = td.account_id and d.device_key = td.device_key and d.removed_at is null
           where td.account_id = $1 and td.last_seen >= $2`,
    values: [accountId, since],
  })
  return rows[0]!
}
