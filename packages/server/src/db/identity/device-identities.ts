import { stateCode } from '@muster/core/action/life-cycle.ts'
import type { Identity } from '@muster/core/identity/check-identity.ts'
import type { Int8, Queryable } from '../pool.ts'

/** What the user of a device answered to one command. */
export interface DeviceIdentity {
  readonly deviceKey: Int8
  readonly actionId: string
  readonly position: number
  readonly generation: number
  readonly identity: Identity
}

/**
 * Adds the answers to the devices' histories; of each device, the last of the list becomes its identity. Not of a device
 * that was deleted or enrolled anew meanwhile: what is deleted stays deleted, so the devices are held until the commit.
 */
export async function saveDeviceIdentities(
  db: Queryable,
  accountId: number,
  identities: readonly DeviceIdentity[],
  at: Date,
): Promise<void> {
  const latest = new Map(identities.map((one) => [one.deviceKey, one]))
  await db.query({
    name: 'add-device-identities',
    text: `insert into device_identity (account_id, device_key, action_id, position, generation, answered_at, identity)
           select $1, given.device_key, action_id, position, given.generation, $7, identity
           from unnest($2::bigint[], $3::uuid[], $4::integer[], $5::integer[], $6::jsonb[])
             as given (device_key, action_id, position, generation, identity)
           join device d on d.account_id = $1 and d.device_key = any($2) and d.device_key = given.device_key
             and d.generation = given.generation and d.removed_at is null
           order by given.device_key
           for share of d
           on conflict do nothing`,
    values: [
      accountId,
      identities.map(({ deviceKey }) => deviceKey),
      identities.map(({ actionId }) => actionId),
      identities.map(({ position }) => position),
      identities.map(({ generation }) => generation),
      identities.map(({ identity }) => JSON.stringify(identity)),
      at,
    ],
  })
  await db.query({
    name: 'set-device-identities',
    text: `update device_record r set user_identity = given.identity
           from unnest($2::bigint[], $3::integer[], $4::jsonb[]) as given (device_key, generation, identity)
           join device d on d.account_id = $1 and d.device_key = given.device_key
             and d.generation = given.generation and d.removed_at is null
           where r.account_id = $1 and r.device_key = any($2) and r.device_key = given.device_key`,
    values: [
      accountId,
      [...latest.keys()],
      Array.from(latest.values(), ({ generation }) => generation),
      Array.from(latest.values(), ({ identity }) => JSON.stringify(identity)),
    ],
  })
}

export interface IdentityRow {
  readonly action_id: string
  readonly answered_at: Date
  readonly identity: Identity
}

/** Newest first. */
export async function listDeviceIdentities(
  db: Queryable,
  { accountId, deviceKey, limit }: { accountId: number; deviceKey: Int8; limit: number },
): Promise<IdentityRow[]> {
  const { rows } = await db.query<IdentityRow>({
    name: 'list-device-identities',
    text: `select action_id, answered_at, identity from device_identity
           where account_id = $1 and device_key = $2
           order by answered_at desc, action_id desc limit $3`,
    values: [accountId, deviceKey, limit],
  })
  return rows
}

/** What is known of the users of devices that this action deleted. */
export async function forgetDeviceIdentities(db: Queryable, accountId: number, actionId: string): Promise<void> {
  await db.query({
    name: 'forget-device-identities',
    text: `with forgotten as (
             delete from device_identity i
             using target t
             where i.account_id = $1 and t.account_id = $1 and t.action_id = $2 and t.state = ${stateCode('succeeded')}
               and i.device_key = t.device_key
             returning i.device_key
           ), unlinked as (
             delete from device_link l
             using target t
             where l.account_id = $1 and t.account_id = $1 and t.action_id = $2 and t.state = ${stateCode('succeeded')}
               and l.device_key = t.device_key
           )
           update device_record set user_identity = null
           where account_id = $1 and device_key in (select device_key from forgotten)`,
    values: [accountId, actionId],
  })
}
