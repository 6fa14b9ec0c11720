import type { ActionType } from './action-type.ts'
import { actionTypes } from './types/index.ts'

const byName = new Map(actionTypes.map((type) => [type.name, type]))

export function findActionType(name: string): ActionType | undefined {
  return byName.get(name)
}
