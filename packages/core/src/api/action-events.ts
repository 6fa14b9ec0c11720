import { type Static, Type } from 'typebox'
import { Action, TargetStateName } from './actions.ts'
import { TimestampOrNull } from './page.ts'

/**
 * GET /actions/:action_id/events → text/event-stream; `Last-Event-ID`, or `last_event_id` in the URL, goes on there.
 * Events: `targets`, `action`, and last `end`, with empty data: nothing of the action will change any more, and who asks
 * again with the last id is answered 204.
 */

const textOrNull = Type.Union([Type.String(), Type.Null()])

/** What changes of a target while an action runs; the rest is in the list of targets. */
export const ChangedTarget = Type.Object({
  position: Type.Integer({ description: 'its place in the list of targets' }),
  state: TargetStateName,
  reason: textOrNull,
  message: textOrNull,
  progress: Type.Union([Type.Integer({ minimum: 0, maximum: 100 }), Type.Null()]),
  retry_at: TimestampOrNull,
  ended_at: TimestampOrNull,
})
export type ChangedTarget = Static<typeof ChangedTarget>

/** Data of the event `targets`: those that changed since the last id, up to a thousand an event, each as it is now. */
export const ChangedTargets = Type.Object({ targets: Type.Array(ChangedTarget) })
export type ChangedTargets = Static<typeof ChangedTargets>

/** Data of the event `action`; its counts are never older than the targets before it. It carries the id to go on from. */
export const ActionProgress = Type.Pick(Action, [
  'action_id',
  'state',
  'counts',
  'target_count',
  'cancelled_at',
  'cancelled_by',
])
export type ActionProgress = Static<typeof ActionProgress>
