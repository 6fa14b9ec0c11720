import { type Static, Type } from 'typebox'
import { PageQuery, Timestamp, TimestampOrNull, Uuid } from './page.ts'

/**
 * waiting    The agent has not connected since; it is told when it does.
 * told       It was told and has not confirmed.
 * confirmed  It said that it removes itself.
 * expired    It was not told in time: the device comes back when its agent connects.
 * returned   The device came back.
 * not_asked  Deleted without uninstalling: the device comes back when its agent connects.
 */
export const uninstallStates = ['waiting', 'told', 'confirmed', 'expired', 'returned', 'not_asked'] as const
export type UninstallState = (typeof uninstallStates)[number]

/** What became of the agent of a deleted device. */
export const Uninstall = Type.Object({
  device_id: Type.String(),
  hostname: Type.String(),
  generation: Type.Integer({ description: 'the enrolment that the deletion ended' }),
  action_id: Uuid,
  state: Type.Enum(uninstallStates),
  deleted_at: Timestamp,
  told_at: TimestampOrNull,
  confirmed_at: TimestampOrNull,
  expires_at: Timestamp,
  returned_at: TimestampOrNull,
  returned_as: Type.Union([Type.Integer(), Type.Null()], {
    description: 'the enrolment as which the device came back',
  }),
})
export type Uninstall = Static<typeof Uninstall>

export const UninstallQuery = Type.Object(
  { ...PageQuery.properties, action_id: Type.Optional(Uuid) },
  { additionalProperties: false },
)
