import { reasonSentence } from '@muster/core/action/reason.ts'
import type { Action, Command, Target } from '@muster/core/api/actions.ts'
import type { Channel } from '@muster/core/audit/audit-event.ts'
import { toHex } from '@muster/core/audit/hash-chain.ts'
import { canUndo } from '../operations/can-undo.ts'
import type { ActionView, CommandView, TargetView } from '../operations/read-actions.ts'

export function toAction({ action, state, counts }: ActionView): Action {
  return {
    action_id: action.action_id,
    type: action.type,
    params: JSON.parse(action.params) as Record<string, unknown>,
    state,
    counts: counts as Record<string, number>,
    target_count: action.target_count,
    root: toHex(action.merkle_root),
    created_at: action.created_at.toISOString(),
    channel: action.channel as Channel,
    user: action.user_name,
    application: action.app_id === null ? null : { id: action.app_id, name: action.app_name ?? '' },
    request_id: action.request_id,
    origin: action.origin_kind === null ? null : { kind: action.origin_kind, action_id: action.origin_action ?? '' },
    can_undo: canUndo(action),
    deliver_by: timeOf(action.deliver_by),
    cancelled_at: timeOf(action.cancelled_at),
    cancelled_by: action.cancelled_by,
    stopped_by: action.braked_at !== null ? 'brake' : action.cancelled_at !== null ? 'cancellation' : null,
    brake: toBrake(action),
  }
}

function toBrake({ brake_failed_percent, brake_sample_min, ...tripped }: ActionView['action']): Action['brake'] {
  if (brake_failed_percent === null) return null
  const { braked_at, brake_failed, brake_sample } = tripped
  return {
    failed_percent: brake_failed_percent,
    sample_min: brake_sample_min!,
    tripped: braked_at && { at: braked_at.toISOString(), failed: brake_failed!, sample: brake_sample! },
  }
}

export function toTarget(view: TargetView): Target {
  return { position: view.row.position, ...whatBecame(view) }
}

export function toCommand(view: CommandView): Command {
  return { action_id: view.actionId, type: view.action.type, ...whatBecame(view) }
}

function whatBecame({ row, state, reason, commandId, expectedAt }: TargetView) {
  return {
    identifier: row.identifier,
    device_id: row.device_id,
    hostname: row.hostname,
    state,
    reason: reason ?? null,
    message: row.message ?? (reason === undefined ? null : reasonSentence(reason)),
    progress: row.progress,
    command_id: commandId ?? null,
    accepted_at: timeOf(row.accepted_at),
    finish_by: timeOf(row.finish_by),
    retry_at: timeOf(row.retry_at),
    expected_at: timeOf(expectedAt ?? null),
    deferrals: row.deferrals,
    ended_at: timeOf(row.ended_at),
    result: row.result ?? null,
    late_result: row.late_result ?? null,
  }
}

function timeOf(date: Date | null): string | null {
  return date?.toISOString() ?? null
}
