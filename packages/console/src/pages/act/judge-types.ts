import type { ActionType } from '@muster/core/action/action-type.ts'
import { reasonSentence } from '@muster/core/action/reason.ts'
import { actionTypes } from '@muster/core/action/types/index.ts'
import type { PickedDevice } from '../../selection/selection.ts'
import type { KnownDevices } from './use-selected-devices.ts'

export interface JudgedType {
  readonly type: ActionType
  /** To how many of the known devices it applies. */
  readonly applying: number
  /** Why it applies to none of them, the most frequent reason first; empty where it does, or where nobody can say. */
  readonly reasons: readonly string[]
}

/** The same rules by which the server judges, over the devices that are known here. */
export function judgeTypes({ devices, isAll }: KnownDevices): JudgedType[] {
  return actionTypes.map((type) => {
    const verdicts = devices.map((device) => type.appliesTo(toFacts(device), 'narrowed'))
    const applying = verdicts.filter(({ applies }) => applies).length
    if (applying > 0 || !isAll) return { type, applying, reasons: [] }
    const counts = new Map<string, number>()
    for (const verdict of verdicts) {
      if (!verdict.applies) counts.set(verdict.reason, (counts.get(verdict.reason) ?? 0) + 1)
    }
    const reasons = [...counts]
      .sort(([, one], [, other]) => other - one)
      .map(([reason]) => reasonSentence(reason as never))
    return { type, applying, reasons }
  })
}

function toFacts({ status, agent_type, agent_name, agent_version, os, abilities }: PickedDevice) {
  return { status, agentType: agent_type, agentName: agent_name, agentVersion: agent_version, os, abilities }
}
