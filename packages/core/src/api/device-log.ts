import { type Static, Type } from 'typebox'
import { channels } from '../audit/audit-event.ts'
import { pageQuery, Timestamp } from './page.ts'

/** GET /device-log → page of DeviceLogEntry, newest first; GET /device-log.csv and .ndjson: all of it. */

const filter = {
  event: Type.Optional(
    Type.Array(Type.String({ minLength: 1, maxLength: 64 }), {
      minItems: 1,
      maxItems: 100,
      description: 'any of them: action types, and events of devices such as `enrolled`',
    }),
  ),
  channel: Type.Optional(Type.Array(Type.Enum(channels), { minItems: 1, description: 'any of them; only of actions' })),
  since: Type.Optional(Timestamp),
  until: Type.Optional(Timestamp),
}

export const DeviceLogFilter = Type.Object(filter, { additionalProperties: false })
export type DeviceLogFilter = Static<typeof DeviceLogFilter>
export const DeviceLogQuery = Type.Object({ ...pageQuery, ...filter }, { additionalProperties: false })
export type DeviceLogQuery = Static<typeof DeviceLogQuery>

/** What happened to a device of the fleet: the targets that actions applied to, and other events. */
export const DeviceLogEntry = Type.Object({
  at: Timestamp,
  device_id: Type.String(),
  hostname: Type.String(),
  event: Type.String({ description: 'an action type, or an event of devices' }),
  action_id: Type.Union([Type.String(), Type.Null()]),
  state: Type.Union([Type.String(), Type.Null()], { description: 'of an action’s target' }),
  channel: Type.Union([Type.Enum(channels), Type.Null()]),
  user: Type.Union([Type.String(), Type.Null()]),
  application: Type.Union([Type.String(), Type.Null()]),
  details: Type.Record(Type.String(), Type.Unknown(), { description: 'parameters of an action, or what is known' }),
})
export type DeviceLogEntry = Static<typeof DeviceLogEntry>

/** Columns of `device-log.csv`. */
export const deviceLogColumns = [
  'at',
  'device_id',
  'hostname',
  'event',
  'state',
  'channel',
  'user',
  'application',
  'action_id',
  'details',
] as const satisfies readonly (keyof DeviceLogEntry)[]
