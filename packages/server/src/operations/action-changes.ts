import { stateOfCode } from '@muster/core/action/life-cycle.ts'
import { reasonOfCode, reasonSentence } from '@muster/core/action/reason.ts'
import type { ActionProgress, ChangedTarget } from '@muster/core/api/action-events.ts'
import type { Caller } from '../caller.ts'
import { type ChangedTargetRow, listChangedTargets, readMark } from '../db/actions/list-changed-targets.ts'
import type { Services } from '../services.ts'
import { type ActionView, showAction } from './read-actions.ts'

const rowsPerRead = 5000

export interface ActionChanges {
  /** All that is not in here will be found by looking from this mark on. */
  readonly mark: string
  readonly targets: readonly ChangedTarget[]
  readonly progress: ActionProgress
  readonly isDone: boolean
}

/** What changed of an action since the mark; without one, how it is now. @throws Refusal not_found */
export async function readChanges(
  services: Services,
  caller: Caller,
  actionId: string,
  since: string | undefined,
): Promise<ActionChanges> {
  const { pool } = services
  const { accountId } = caller
  const mark = await readMark(pool)
  const targets: ChangedTarget[] = []
  let rows: ChangedTargetRow[] = []
  do {
    if (since === undefined) break
    const afterPosition = rows.at(-1)?.position ?? -1
    rows = await listChangedTargets(pool, { accountId, actionId, mark: since, afterPosition, limit: rowsPerRead })
    for (const row of rows) targets.push(toChangedTarget(row))
  } while (rows.length === rowsPerRead)
  // Last: the counts are never older than the targets.
  const view = await showAction(services, caller, actionId)
  return { mark, targets, progress: toProgress(view), isDone: view.state !== 'waiting' }
}

function toChangedTarget({
  position,
  state,
  reason,
  message,
  progress,
  retry_at,
  ended_at,
}: ChangedTargetRow): ChangedTarget {
  const why = reasonOfCode(reason)
  return {
    position,
    state: stateOfCode(state),
    reason: why ?? null,
    message: message ?? (why === undefined ? null : reasonSentence(why)),
    progress,
    retry_at: retry_at?.toISOString() ?? null,
    ended_at: ended_at?.toISOString() ?? null,
  }
}

function toProgress({ action, state, counts }: ActionView): ActionProgress {
  return {
    action_id: action.action_id,
    state,
    counts: counts as Record<string, number>,
    target_count: action.target_count,
    cancelled_at: action.cancelled_at?.toISOString() ?? null,
    cancelled_by: action.cancelled_by,
  }
}
