import { isOpen, mayMove, type TargetState } from '@muster/core/action/life-cycle.ts'
import { isReason, type Reason } from '@muster/core/action/reason.ts'
import type { CommandNews, Result } from '@muster/core/agent/messages.ts'

/** What is known of a command, and what news of it changed. */
export interface CommandStatus {
  readonly state: TargetState
  readonly reason: Reason | undefined
  readonly accepted: boolean
  readonly progress?: number
  readonly retryAt?: Date
  readonly message?: string | undefined
  readonly data?: Readonly<Record<string, unknown>>
  readonly late?: Result
}

export interface FoldContext {
  /** A report of the action must be complete before a command of it can have succeeded. */
  readonly reportMissing: boolean
}

/**
 * One more thing that the agent said of its command. News that comes late, twice or out of order changes nothing that
 * it must not: an end stays an end, and a result beyond it is kept beside it.
 */
export function foldCommandNews(status: CommandStatus, news: CommandNews, context: FoldContext): CommandStatus {
  switch (news.type) {
    case 'accepted':
      return isReachable(status.state, 'accepted') ? { ...status, state: 'accepted', accepted: true } : status
    case 'progress':
      if (status.state === 'running') return { ...status, progress: news.percent, message: news.message }
      return isReachable(status.state, 'running')
        ? { ...status, state: 'running', accepted: true, progress: news.percent, message: news.message }
        : status
    case 'deferred':
      return isReachable(status.state, 'deferred')
        ? { ...status, state: 'deferred', retryAt: new Date(news.retry_at * 1000), message: news.reason }
        : status
    case 'result':
      return end(status, news, context)
  }
}

function end(status: CommandStatus, result: Result, { reportMissing }: FoldContext): CommandStatus {
  if (!isOpen(status.state)) {
    return endFor(status, result) === status.state || status.late !== undefined ? status : { ...status, late: result }
  }
  const ended = {
    ...status,
    ...(result.data && { data: result.data }),
    message: result.message,
  }
  if (result.state === 'succeeded' && reportMissing) {
    return {
      ...ended,
      state: 'failed',
      reason: 'agent_error',
      message: 'It said that it was done, but its report never came.',
    }
  }
  // A cancellation that nobody asked for is a failure of the agent.
  const wanted = endFor(status, result)
  const state = isReachable(status.state, wanted) ? wanted : 'failed'
  return { ...ended, state, reason: reasonFor(status, state, result) }
}

/** An agent says that it stopped; who asked it to, it does not know. */
function endFor({ state, reason }: CommandStatus, result: Result): TargetState {
  const isBraked = state === 'terminated' || reason === 'braked'
  return result.state === 'cancelled' && isBraked ? 'terminated' : result.state
}

function reasonFor(before: CommandStatus, state: TargetState, { reason }: Result): Reason | undefined {
  if (state === 'succeeded') return undefined
  if (state === 'terminated') return 'braked'
  // Asked to stop by somebody who cancelled, or by a newer action.
  if (state === 'cancelled') return before.reason === 'superseded' ? 'superseded' : 'cancelled'
  return reason !== undefined && isReason(reason) ? reason : 'agent_error'
}

/**
 * An agent that speaks of a command was given it: where the lease ended before it spoke, the steps in between are taken
 * for done.
 */
const detours: readonly (readonly TargetState[])[] = [[], ['accepted'], ['offered'], ['queued', 'offered']]

function isReachable(from: TargetState, to: TargetState): boolean {
  return detours.some((steps) => {
    const path = [from, ...steps, to]
    return path.every((state, index) => index === 0 || mayMove(path[index - 1]!, state))
  })
}
