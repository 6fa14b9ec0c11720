import { stateCode, statesBefore, type TargetState } from '@muster/core/action/life-cycle.ts'
import { type Reason, reasonCode } from '@muster/core/action/reason.ts'

const codes = (states: readonly TargetState[]) => states.map(stateCode).join(', ')

const withUs = `t.state in (${codes(['held', 'queued'])})`

/** Commands that can be stopped, of the targets `t`; also what is deferred, as its agent would try again by itself. */
export const isStoppable = `t.open and t.state in (${codes(['held', 'queued', ...statesBefore('cancelling')])})`

/** How they are stopped; the times are how the statement names its values. */
export interface Stop {
  /** What becomes of a command that no agent holds. */
  readonly state: 'cancelled' | 'superseded' | 'terminated'
  readonly reason: Reason
  readonly at: string
  readonly answerBy: string
}

/**
 * The assignments that stop targets `t`: what no agent holds ends, the others are asked to stop until `answerBy`. In one
 * update: a command that moves from one kind to the other meanwhile is seen as what it is then, and not missed by both.
 */
export function stopSql({ state, reason, at, answerBy }: Stop): string {
  return `
    state = case when ${withUs} then ${stateCode(state)} else ${stateCode('cancelling')} end,
    reason = ${reasonCode(reason)},
    message = null,
    open = not ${withUs},
    ended_at = case when ${withUs} then ${at}::timestamptz end,
    cancel_by = case when ${withUs} then null else ${answerBy}::timestamptz end`
}
