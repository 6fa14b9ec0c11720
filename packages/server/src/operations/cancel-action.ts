import type { Caller } from '../caller.ts'
import { cancelCommands, markCancelled } from '../db/actions/cancel-commands.ts'
import { findAction } from '../db/actions/find-action.ts'
import { Refusal } from '../refusal.ts'
import type { Services } from '../services.ts'
import { requireActionScope } from './action-request.ts'
import type { UnitOfWork } from './mutate.ts'
import { writeAudit } from './write-audit.ts'

/** How long an agent may take to say that it stopped. */
export const cancelAnswerMilliseconds = 60_000

/**
 * Cancels what still waits, and asks the agents that hold a command to stop; what has ended stays as it is.
 * Twice is harmless. @throws Refusal: not_found, insufficient_scope
 */
export async function cancelAction(
  { now, bus }: Services,
  { tx, afterCommit }: UnitOfWork,
  caller: Caller,
  actionId: string,
): Promise<{ cancelled: number; askedToStop: number }> {
  const { accountId } = caller
  const action = await findAction(tx, accountId, actionId)
  if (action === undefined) throw new Refusal('not_found', 'There is no such action.')
  requireActionScope(caller, action.type)
  const at = now()
  const by = caller.userName ?? caller.application?.name ?? caller.channel
  await markCancelled(tx, { accountId, actionId, at, by })
  const answerBy = new Date(at.getTime() + cancelAnswerMilliseconds)
  const counts = await cancelCommands(tx, { accountId, actionId, at, answerBy })
  await writeAudit(tx, caller, { at, event: 'action.cancelled', actionId, details: { ...counts } })
  afterCommit(() => bus.emit('commands-cancelled', { accountId, actionId }))
  return counts
}
