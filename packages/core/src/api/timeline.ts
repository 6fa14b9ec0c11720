import { type Static, Type } from 'typebox'
import { channels } from '../audit/audit-event.ts'
import { TargetStateName } from './actions.ts'
import { Timestamp, Uuid } from './page.ts'

/**
 * GET /devices/:device_id/timeline → page of TimelineEntry, newest first: what actions and others did to one device.
 * GET /devices/:device_id/commands → page of Command, newest first: those that wait or run.
 */

const textOrNull = Type.Union([Type.String(), Type.Null()])

/** Through whom something happened. Nobody: what the server or the device did by itself. */
const actor = {
  channel: Type.Enum(channels),
  user: textOrNull,
  application: Type.Union([Type.Object({ id: Type.String(), name: Type.String() }), Type.Null()]),
}

/** What was done to a device by an action: where it applied and where it did not. */
const TimelineAction = Type.Object({
  kind: Type.Literal('action'),
  at: Timestamp,
  ...actor,
  action_id: Uuid,
  type: Type.String(),
  params: Type.Record(Type.String(), Type.Unknown()),
  state: TargetStateName,
  reason: textOrNull,
  message: textOrNull,
  command_id: textOrNull,
  ended_at: Type.Union([Timestamp, Type.Null()]),
})

/** What else happened to it: enrolments, the end of an exemption on time, what its agent said. */
const TimelineEvent = Type.Object({
  kind: Type.Literal('event'),
  at: Timestamp,
  ...actor,
  event: Type.String({ description: 'of the audit log, or of the device log' }),
  action_id: Type.Union([Uuid, Type.Null()]),
  details: Type.Record(Type.String(), Type.Unknown()),
})

export const TimelineEntry = Type.Union([TimelineAction, TimelineEvent])
export type TimelineEntry = Static<typeof TimelineEntry>
