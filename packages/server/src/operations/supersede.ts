import type { Caller } from '../caller.ts'
import { supersedeCommands } from '../db/actions/supersede-commands.ts'
import type { Services } from '../services.ts'
import { cancelAnswerMilliseconds } from './cancel-action.ts'
import type { UnitOfWork } from './mutate.ts'

/** How many older commands made way for an action, as answers and the audit log tell it. */
export interface SupersededCounts {
  /** Had not been handed out, and have ended. */
  readonly closed: number
  /** Are with agents that were asked to stop; one may still finish first. */
  readonly asked_to_stop: number
}

/** With the actions that they were of, as many as an audit entry can hold. */
export interface SupersededDetails extends SupersededCounts {
  readonly actions: readonly (SupersededCounts & { readonly action_id: string })[]
  /** Actions that are not listed. */
  readonly more: number
}

const listedMax = 100

/** Older commands of the type make way for those that this action has just queued, device by device. */
export async function supersedeOlder(
  { bus }: Services,
  { tx, afterCommit }: UnitOfWork,
  { accountId }: Caller,
  { actionId, type, at }: { actionId: string; type: string; at: Date },
): Promise<SupersededDetails> {
  const answerBy = new Date(at.getTime() + cancelAnswerMilliseconds)
  const actions = await supersedeCommands(tx, { accountId, actionId, type, at, answerBy })
  afterCommit(() => {
    for (const { action_id, asked } of actions) {
      if (asked > 0) bus.emit('commands-cancelled', { accountId, actionId: action_id })
    }
  })
  return {
    closed: actions.reduce((sum, { closed }) => sum + closed, 0),
    asked_to_stop: actions.reduce((sum, { asked }) => sum + asked, 0),
    actions: actions
      .slice(0, listedMax)
      .map(({ action_id, closed, asked }) => ({ action_id, closed, asked_to_stop: asked })),
    more: Math.max(0, actions.length - listedMax),
  }
}
