import type { CommandPolicy } from '@muster/core/action/action-type.ts'
import { findActionType } from '@muster/core/action/find-action-type.ts'

/** How agents are asked to carry out an action of this type; undefined where the server does it at once, itself. */
export function commandPolicyOf(typeName: string, params: object = {}): CommandPolicy | undefined {
  const effect = findActionType(typeName)?.effect(params as never)
  return effect?.kind === 'send-command' ? effect.command : undefined
}
