import { createHash } from 'node:crypto'
import type { TargetState } from '@muster/core/action/life-cycle.ts'
import type { Reason } from '@muster/core/action/reason.ts'
import type { Caller } from '../caller.ts'
import type { Int8, Tx } from '../db/pool.ts'
import { tellFailedCommands } from './webhooks/tell-action.ts'
import { writeAudit } from './write-audit.ts'

export interface CommandEnd {
  readonly actionId: string
  readonly commandId: string
  readonly position: number
  readonly state: TargetState
  readonly reason: Reason | undefined
  readonly deviceKey?: Int8
}

const listedMax = 100

/**
 * One entry for a set of commands that ended together, of bounded size: one line a command where they are few, else the
 * SHA-256 over all lines, sorted and joined by line feeds; from the targets anybody can make them again.
 */
export async function auditCommandEnds(tx: Tx, caller: Caller, at: Date, ends: readonly CommandEnd[]): Promise<void> {
  if (ends.length === 0) return
  const states: Partial<Record<TargetState, number>> = {}
  for (const { state } of ends) states[state] = (states[state] ?? 0) + 1
  const lines = ends.map(({ commandId, state, reason }) => `${commandId} ${state}${reason ? ` ${reason}` : ''}`).sort()
  const [first] = ends as readonly [CommandEnd]
  await tellFailedCommands(tx, caller, at, ends)
  await writeAudit(tx, caller, {
    at,
    event: 'command.ended',
    actionId: ends.every(({ actionId }) => actionId === first.actionId) ? first.actionId : undefined,
    deviceKey: ends.length === 1 ? first.deviceKey : undefined,
    details: {
      count: ends.length,
      states,
      ...(lines.length <= listedMax
        ? { commands: lines }
        : { commands_sha256: createHash('sha256').update(lines.join('\n')).digest('hex') }),
    },
  })
}
