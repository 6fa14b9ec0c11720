import { stateCode } from '@muster/core/action/life-cycle.ts'
import { reasonCode } from '@muster/core/action/reason.ts'
import type { Int8, Queryable } from '../pool.ts'
import type { QueuedTargets } from './list-queued-targets.ts'

export interface ClaimedCommand {
  readonly action_id: string
  readonly position: number
  readonly device_key: Int8
  readonly generation: number
}

/** What a statement took: those to hand out, and how many it took in all, with those that it held back. */
export interface Claimed {
  readonly commands: ClaimedCommand[]
  readonly taken: number
}

/** Commands that one statement takes, some 50 ms of work; a caller comes again until it took fewer. */
export const claimMax = 2000

/**
 * Takes waiting commands for agents that are connected here: a lease until $3. Others who claim at the same moment are
 * not waited for. A device that another machine passes for gets nothing; what a revoked application, or a user who is
 * disabled or gone, asked for is held back.
 */
const claiming = (answer: string, ready: string, first = '') => `
  with ${first} ready as materialized (${ready}
  ),
  taken as (
    update target t
    set state = case when authority_ended then ${stateCode('held')} else ${stateCode('offered')} end,
      reason = case when authority_ended then ${reasonCode('authority_ended')} else 0 end,
      offered_until = case when authority_ended then null else $3::timestamptz end
    from ready
    where t.ctid = ready.row_id
    returning t.action_id, t.position, t.device_key, t.generation, t.state
  )
  ${answer}`

/** Of an action whose commands may be handed out: whether whoever asked for it may still ask. */
const authority = (which: string) => `
  select app.revoked_at is not null or a.user_id is not null and (person.user_id is null or person.disabled_at is not null)
    as authority_ended
  from action a
  left join application app on app.account_id = a.account_id and app.app_id = a.app_id
  left join app_user person on person.account_id = a.account_id and person.user_id = a.user_id
  where a.account_id = $1 and a.action_id = ${which}
    and a.deliver_by > $2 and a.cancelled_at is null and a.braked_at is null`

// Those that another machine passes for are few: one list of them costs less than a look for each device.
const mayBeGiven = `device_key <> all (array(
        select device_key from duplicate where account_id = $1 and pending and resolved_at is null
      ))`

// Those at these addresses: each is one look into the keys, that names the device too, and the enrolment whose agent is
// connected. A device that was removed has nothing open.
const ofAction = claiming(
  // One text, as the rest is known: thousands of rows took a third as long again.
  `select string_agg(position::text, ',' order by position) as positions from taken
  where state = ${stateCode('offered')}`,
  `
    select t.row_id, asked.authority_ended
    from asked cross join unnest($5::integer[], $6::bigint[], $7::integer[]) as given (position, device_key, generation)
    cross join lateral (
      select ctid as row_id from target
      where account_id = $1 and action_id = $4 and position = given.position and device_key = given.device_key
        and generation = given.generation and open and state = ${stateCode('queued')} and ${mayBeGiven}
      offset 0
      for update skip locked
    ) t`,
  `asked as materialized (${authority('$4')}),`,
)

// Step by step, each a look into the keys: a plan that was kept from when there was little would begin with all devices
// or with all actions, and compare each with each command.
const ofDevices = claiming(
  'select action_id, position, device_key, generation, state from taken order by action_id, position',
  `
    select t.row_id, asked.authority_ended
    from unnest($4::bigint[]) as given (device_key)
    cross join lateral (
      select generation from device
      where account_id = $1 and device_key = given.device_key and removed_at is null
      offset 0
    ) d
    cross join lateral (
      select connected_at from device_presence
      where account_id = $1 and device_key = given.device_key
      offset 0
    ) p
    cross join lateral (
      select ctid as row_id, action_id, position from target
      where account_id = $1 and device_key = given.device_key and generation = d.generation and open and ${mayBeGiven}
        and (
          state in (${stateCode('queued')}, ${stateCode('deferred')})
          or state = ${stateCode('offered')} and offered_until < p.connected_at + ($3::timestamptz - $2::timestamptz)
        )
      offset 0
      for update skip locked
    ) t
    cross join lateral (${authority('t.action_id')} offset 0) asked
    order by t.action_id, t.position
    limit ${claimMax}`,
)

interface Lease {
  readonly accountId: number
  readonly now: Date
  readonly offeredUntil: Date
}

/** Queued targets with the enrolment of each whose agent is connected. */
export interface ConnectedTargets extends QueuedTargets {
  readonly generations: readonly number[]
}

type TakenRow = ClaimedCommand & { readonly state: number }

/** Those at these addresses that are still queued, and meant for the enrolment that is connected. */
export async function claimCommandsOfAction(
  db: Queryable,
  { accountId, now, offeredUntil }: Lease,
  actionId: string,
  { positions, deviceKeys, generations }: ConnectedTargets,
): Promise<ClaimedCommand[]> {
  const { rows } = await db.query<{ positions: string | null }>({
    name: 'claim-commands-of-action',
    text: ofAction,
    values: [
      accountId,
      now,
      offeredUntil,
      actionId,
      `{${positions.join(',')}}`,
      `{${deviceKeys.join(',')}}`,
      `{${generations.join(',')}}`,
    ],
  })
  const taken = new Set(rows[0]!.positions?.split(',').map(Number))
  return positions.flatMap((position, place) =>
    taken.has(position)
      ? [{ action_id: actionId, position, device_key: deviceKeys[place]!, generation: generations[place]! }]
      : [],
  )
}

/**
 * All that waits for agents that just connected: also what was leased to an earlier connection of theirs, which is to
 * say, before the present one began, and what they deferred: an agent drops that with its connection.
 */
export async function claimCommandsOfDevices(
  db: Queryable,
  { accountId, now, offeredUntil }: Lease,
  deviceKeys: readonly Int8[],
): Promise<Claimed> {
  const { rows } = await db.query<TakenRow>({
    name: 'claim-commands-of-devices',
    text: ofDevices,
    values: [accountId, now, offeredUntil, `{${deviceKeys.join(',')}}`],
  })
  return { commands: rows.filter(({ state }) => state === stateCode('offered')), taken: rows.length }
}
