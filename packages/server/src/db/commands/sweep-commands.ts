import { stateCode, statesBefore, type TargetState } from '@muster/core/action/life-cycle.ts'
import { reasonCode } from '@muster/core/action/reason.ts'
import type { Queryable } from '../pool.ts'

/** A command that a clock moved. */
export interface SweptCommand {
  readonly account_id: number
  readonly action_id: string
  readonly position: number
  readonly state: number
  readonly reason: number
}

const code = stateCode
/** Agents try again by themselves; this is for one that was stopped meanwhile, and so knows nothing of it any more. */
const deferralGrace = '60 seconds'
const codes = (states: readonly TargetState[]) => states.map(stateCode).join(', ')

/**
 * What is overdue on the clocks that each command has of its own: a lease that ended unanswered makes it wait again, and
 * so does a deferral that its agent did not come back to by itself; a cancellation that nobody answered and a `finish_by` that passed end it.
 */
export async function sweepOwnClocks(db: Queryable, now: Date): Promise<SweptCommand[]> {
  const { rows } = await db.query<SweptCommand>({
    name: 'sweep-own-clocks',
    text: `
      with due as materialized (
        select ctid as row_id, case
            when state in (${codes(['offered', 'deferred'])}) then ${code('queued')}
            when state = ${code('cancelling')} and reason = ${reasonCode('braked')} then ${code('terminated')}
            when state = ${code('cancelling')} then ${code('cancelled')}
            else ${code('timed_out')}
          end as next
        from target
        where open and (
          state = ${code('offered')} and offered_until <= $1
          or state = ${code('deferred')} and retry_at <= $1::timestamptz - interval '${deferralGrace}'
          or state = ${code('cancelling')} and cancel_by <= $1
          or state in (${codes(statesBefore('timed_out'))}) and finish_by <= $1
        )
        order by account_id, action_id, position
        for update skip locked
      )
      update target t
      set state = next,
        open = next = ${code('queued')},
        ended_at = case when next <> ${code('queued')} then $1 end,
        offered_until = null,
        reason = case next
          when ${code('cancelled')} then ${reasonCode('cancel_unanswered')}
          when ${code('terminated')} then ${reasonCode('cancel_unanswered')}
          when ${code('timed_out')} then ${reasonCode('finish_deadline')}
          else t.reason end
      from due
      where t.ctid = due.row_id
      returning t.account_id, t.action_id, t.position, t.state, t.reason`,
    values: [now],
  })
  return rows
}

const undelivered = codes(statesBefore('expired'))

/** Clock 1: what no agent accepted by the action's `deliver_by` has expired. The actions are marked as done with. */
export async function sweepDeliveries(db: Queryable, now: Date): Promise<SweptCommand[]> {
  const { rows: actions } = await db.query<{ account_id: number; action_id: string }>({
    name: 'end-deliveries',
    text: `update action a set delivery_ended_at = $1
           from (
             select account_id, action_id from action
             where deliver_by <= $1 and delivery_ended_at is null
             order by deliver_by limit 1000 for update skip locked
           ) due
           where a.account_id = due.account_id and a.action_id = due.action_id
           returning a.account_id, a.action_id`,
    values: [now],
  })
  if (actions.length === 0) return []
  const { rows } = await db.query<SweptCommand>({
    name: 'expire-undelivered',
    text: `update target t
           set state = ${code('expired')}, open = false, ended_at = $1,
             reason = case when t.deferrals > 0 then ${reasonCode('deferred_too_long')} else ${reasonCode('delivery_deadline')} end
           from unnest($2::integer[], $3::uuid[]) as due (account_id, action_id)
           where t.account_id = due.account_id and t.action_id = due.action_id and t.open
             and t.state in (${undelivered})
           returning t.account_id, t.action_id, t.position, t.state, t.reason`,
    values: [now, actions.map(({ account_id }) => account_id), actions.map(({ action_id }) => action_id)],
  })
  return rows
}

/**
 * What is open for an enrolment that has ended. Its end closes what it finds; this is what an action judged before and
 * committed after.
 */
export async function sweepEndedEnrolments(db: Queryable, now: Date): Promise<SweptCommand[]> {
  const { rows } = await db.query<SweptCommand>({
    name: 'sweep-ended-enrolments',
    text: `
      with due as materialized (
        select t.ctid as row_id
        from target t join device d using (account_id, device_key)
        where t.open and t.generation <> d.generation
        order by t.account_id, t.action_id, t.position
        for update of t skip locked
      )
      update target t
      set state = ${code('device_removed')}, reason = ${reasonCode('device_removed')}, open = false, ended_at = $1
      from due
      where t.ctid = due.row_id
      returning t.account_id, t.action_id, t.position, t.state, t.reason`,
    values: [now],
  })
  return rows
}

const working = codes(statesBefore('unresponsive'))

/** What an agent was working on that has been away since before `silentSince`. No end: it may still report. */
export async function markUnresponsive(db: Queryable, silentSince: Date): Promise<number> {
  const { rowCount } = await db.query({
    name: 'mark-unresponsive',
    text: `update target t set state = ${code('unresponsive')}
           from device_presence p
           where t.open and t.state in (${working})
             and p.account_id = t.account_id and p.device_key = t.device_key
             and not p.online and p.away_since < $1`,
    values: [silentSince],
  })
  return rowCount ?? 0
}

/** Actions with commands that wait although their device is connected: what was to be told of them got lost. */
export async function listOverlookedActions(db: Queryable): Promise<{ account_id: number; action_id: string }[]> {
  const { rows } = await db.query<{ account_id: number; action_id: string }>({
    name: 'list-overlooked-actions',
    text: `select distinct t.account_id, t.action_id
           from device_presence p
           join target t on t.account_id = p.account_id and t.device_key = p.device_key
           where p.online and t.open and t.state = ${code('queued')}`,
  })
  return rows
}
