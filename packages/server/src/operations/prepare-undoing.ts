import { findActionType } from '@muster/core/action/find-action-type.ts'
import { undoneBy } from '@muster/core/action/undone-by.ts'
import type { Caller } from '../caller.ts'
import { findAccountKeys } from '../db/accounts/find-account-keys.ts'
import { type ActionRow, findAction } from '../db/actions/find-action.ts'
import type { UndoTargets } from '../db/actions/undo-targets.ts'
import { findGroupKey } from '../db/groups/find-group-key.ts'
import type { Queryable } from '../db/pool.ts'
import { Refusal } from '../refusal.ts'
import type { Services } from '../services.ts'
import { requireActionScope } from './action-request.ts'
import { canUndo } from './can-undo.ts'
import { commandKey, type SealedAction } from './command-id.ts'

/** An undoing that was understood; nothing is judged yet. */
export interface PreparedUndoing {
  /** The type under which it is written down: the opposite of what it undoes. */
  readonly type: string
  readonly undone: ActionRow
  readonly at: Date
  readonly targets: UndoTargets
  readonly sealed: SealedAction
  readonly idKey: Buffer
}

/** @throws Refusal: not_found, insufficient_scope; conflict where it cannot be undone */
export async function prepareUndoing(
  { now }: Services,
  db: Queryable,
  caller: Caller,
  { undoneId, actionId }: { undoneId: string; actionId: string },
): Promise<PreparedUndoing> {
  const { accountId } = caller
  const undone = await findAction(db, accountId, undoneId)
  if (undone === undefined) throw new Refusal('not_found', 'There is no such action.')
  const type = undoneBy(undone.type)
  if (type === undefined || !canUndo(undone)) {
    const why = type === undefined ? `"${undone.type}" cannot be undone.` : 'An undoing cannot be undone; act anew.'
    throw new Refusal('conflict', why)
  }
  requireActionScope(caller, undone.type)
  requireActionScope(caller, type)
  const at = now()
  const { sealKey } = await findAccountKeys(db, accountId)
  const sealed = { actionId, type, params: '{}' }
  return {
    type,
    undone,
    at,
    targets: { accountId, undone: undone.action_id, now: at, ...(await thingOf(db, accountId, undone)) },
    sealed,
    idKey: commandKey(sealKey, sealed),
  }
}

async function thingOf(
  db: Queryable,
  accountId: number,
  { type, params }: ActionRow,
): Promise<Pick<UndoTargets, 'thing' | 'left'>> {
  const effect = findActionType(type)!.effect(JSON.parse(params) as never)
  if (effect.kind !== 'change-device') throw new Error(`${type} changes no device`)
  const { change } = effect
  switch (change.set) {
    case 'exemption':
      return { thing: 'exemption', left: { exempts: true } }
    case 'no-exemption':
      return { thing: 'exemption', left: { exempts: false } }
    case 'ignored':
      return { thing: 'ignored', left: { ignored: change.ignored } }
    case 'group':
      return { thing: 'group', left: { groupKey: await findGroupKey(db, accountId, change.groupId) } }
    case 'removed':
      throw new Error('what was removed cannot be put back')
  }
}
