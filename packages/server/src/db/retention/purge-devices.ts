import type { Int8, Tx } from '../pool.ts'
import type { RetentionStep } from './remove-old.ts'

export interface PurgeStep {
  readonly purged: number
  /** Up to which key was looked; undefined: there are no more. */
  readonly lastKey: Int8 | undefined
}

/**
 * Removes for good what is left of devices that were deleted before: their records, addresses, log, findings and missing
 * updates. Left are those that an action which is kept was about (its targets, and the proofs over them, name them), and
 * those whose agents are still to be told. Nothing is sent to a device after its deletion, so only older actions count.
 */
export async function purgeDevices(
  tx: Tx,
  { accountId, before, limit, afterKey, now }: RetentionStep & { readonly afterKey: Int8; readonly now: Date },
): Promise<PurgeStep> {
  const { rows } = await tx.query<{ device_key: Int8; can_go: boolean }>({
    name: 'list-devices-to-purge',
    text: `select d.device_key, not exists (
               select from action a
               join target t on t.account_id = $1 and t.action_id = a.action_id and t.device_key = d.device_key
               where a.account_id = $1 and a.created_at <= d.removed_at
             ) and not exists (
               select from ended_enrolment e
               where e.account_id = $1 and e.device_key = d.device_key and e.uninstall and e.confirmed_at is null
                 and e.returned_at is null and e.expires_at > $5
             ) as can_go
           from device d
           where d.account_id = $1 and d.device_key > $4 and d.removed_at < $2 and not d.archived
           order by d.device_key limit $3
           for update of d skip locked`,
    values: [accountId, before, limit, afterKey, now],
  })
  const keys = rows.filter(({ can_go }) => can_go).map(({ device_key }) => device_key)
  if (keys.length > 0) {
    const values = [accountId, keys]
    await tx.query({
      name: 'purge-device-events',
      text: 'delete from device_event where account_id = $1 and device_key = any($2::bigint[])',
      values,
    })
    await tx.query({
      name: 'purge-device-findings',
      text: 'delete from threat_device where account_id = $1 and device_key = any($2::bigint[])',
      values,
    })
    await tx.query({
      name: 'purge-device-patches',
      text: 'delete from device_patch where account_id = $1 and device_key = any($2::bigint[])',
      values,
    })
    await tx.query({
      name: 'purge-devices',
      text: 'delete from device where account_id = $1 and device_key = any($2::bigint[])',
      values,
    })
  }
  return { purged: keys.length, lastKey: rows.length < limit ? undefined : rows.at(-1)?.device_key }
}
