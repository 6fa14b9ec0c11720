import { brakeFailures } from '@muster/core/action/brake.ts'
import { stateCode, type TargetState } from '@muster/core/action/life-cycle.ts'
import type { Queryable, Tx } from '../pool.ts'
import { isStoppable, stopSql } from './stop-sql.ts'

export interface ActionAddress {
  readonly account_id: number
  readonly action_id: string
}

export interface WatchedBrake extends ActionAddress {
  readonly failed_percent: number
  readonly sample_min: number
  readonly cancelled: boolean
}

const accountsOf = (actions: readonly ActionAddress[]) => actions.map(({ account_id }) => account_id)
const idsOf = (actions: readonly ActionAddress[]) => actions.map(({ action_id }) => action_id)

/** Of these actions, and of those that nobody looked at since then, the ones that have a brake; locked. */
export async function lockWatchedBrakes(
  tx: Tx,
  actions: readonly ActionAddress[],
  uncheckedSince: Date | undefined,
): Promise<WatchedBrake[]> {
  const { rows } = await tx.query<WatchedBrake>({
    name: 'lock-watched-brakes',
    text: `select account_id, action_id, brake_failed_percent as failed_percent, brake_sample_min as sample_min,
             cancelled_at is not null as cancelled
           from action
           where brake_failed_percent is not null and brake_ended_at is null
             and ((account_id, action_id) in (select * from unnest($1::integer[], $2::uuid[]))
               or brake_checked_at <= $3)
           order by account_id, action_id
           for update`,
    values: [accountsOf(actions), idsOf(actions), uncheckedSince ?? null],
  })
  return rows
}

export interface BrakeSample extends ActionAddress {
  readonly failed: number
  /** Devices that tried. */
  readonly sample: number
  readonly open: boolean
}

const codes = (states: readonly TargetState[]) => states.map(stateCode).join(', ')
const hasFailed = `state in (${codes(brakeFailures)})`
const hasTried = `(accepted_at is not null or state in (${codes([...brakeFailures, 'succeeded'])}))
  and state <> ${stateCode('unresponsive')}`

/** Reads the targets of each action once: some 30 ms for 100 000. */
export async function countBrakeSamples(tx: Tx, actions: readonly ActionAddress[]): Promise<BrakeSample[]> {
  const { rows } = await tx.query<BrakeSample>({
    name: 'count-brake-samples',
    text: `select given.account_id, given.action_id, counted.*
           from unnest($1::integer[], $2::uuid[]) as given (account_id, action_id)
           cross join lateral (
             select count(*) filter (where ${hasFailed})::integer as failed,
               count(*) filter (where ${hasTried})::integer as sample,
               coalesce(bool_or(open), false) as open
             from target
             where account_id = given.account_id and action_id = given.action_id
             offset 0
           ) counted`,
    values: [accountsOf(actions), idsOf(actions)],
  })
  return rows
}

export interface CheckedBrake extends BrakeSample {
  readonly trips: boolean
}

/** Notes what was looked at; with that of a brake that trips, or of an action that is over, the watch ends. */
export async function markBrakesChecked(tx: Tx, checked: readonly CheckedBrake[], at: Date): Promise<void> {
  await tx.query({
    name: 'mark-brakes-checked',
    text: `update action a
           set brake_checked_at = $1,
             brake_ended_at = case when given.trips or not given.open then $1::timestamptz end,
             braked_at = case when given.trips then $1::timestamptz end,
             brake_failed = case when given.trips then given.failed end,
             brake_sample = case when given.trips then given.sample end
           from unnest($2::integer[], $3::uuid[], $4::integer[], $5::integer[], $6::boolean[], $7::boolean[])
             as given (account_id, action_id, failed, sample, open, trips)
           where a.account_id = given.account_id and a.action_id = given.action_id`,
    values: [
      at,
      accountsOf(checked),
      idsOf(checked),
      checked.map(({ failed }) => failed),
      checked.map(({ sample }) => sample),
      checked.map(({ open }) => open),
      checked.map(({ trips }) => trips),
    ],
  })
}

export interface Braked extends ActionAddress {
  /** Commands that no agent had: they have ended. */
  readonly terminated: number
  /** Commands that agents have: they are asked to stop. */
  readonly asked: number
}

/** What no agent holds is terminated; the others are asked to stop, until `answerBy`. */
export async function terminateCommands(
  db: Queryable,
  actions: readonly ActionAddress[],
  { at, answerBy }: { at: Date; answerBy: Date },
): Promise<Braked[]> {
  const { rows } = await db.query<Braked>({
    name: 'terminate-commands',
    text: `with changed as (
             update target t set ${stopSql({ state: 'terminated', reason: 'braked', at: '$3', answerBy: '$4' })}
             from unnest($1::integer[], $2::uuid[]) as given (account_id, action_id)
             where t.account_id = given.account_id and t.action_id = given.action_id and ${isStoppable}
             returning t.account_id, t.action_id, t.open
           )
           select given.account_id, given.action_id, count(*) filter (where not changed.open)::integer as terminated,
             count(*) filter (where changed.open)::integer as asked
           from unnest($1::integer[], $2::uuid[]) as given (account_id, action_id)
           left join changed using (account_id, action_id)
           group by given.account_id, given.action_id order by given.account_id, given.action_id`,
    values: [accountsOf(actions), idsOf(actions), at, answerBy],
  })
  return rows
}
