import { undoneBy } from '@muster/core/action/undone-by.ts'
import type { ActionRow } from '../db/actions/find-action.ts'

/** An undoing is not undone: what it put back is in the action before it, not in one of its own. */
export function canUndo({ type, origin_kind }: Pick<ActionRow, 'type' | 'origin_kind'>): boolean {
  return undoneBy(type) !== undefined && origin_kind !== 'undo'
}
