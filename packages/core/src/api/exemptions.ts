import { type Static, Type } from 'typebox'
import { channels } from '../audit/audit-event.ts'
import { pageQuery, Timestamp, TimestampOrNull } from './page.ts'

/** GET /exemptions → page of Exemption; GET /exemptions/counts → ExemptionCounts. */

const textOrNull = Type.Union([Type.String(), Type.Null()])

/** ending: those with an end, next first · endless: oldest device first · ended: on time or by somebody, newest first */
export const exemptionStates = ['ending', 'endless', 'ended'] as const
export type ExemptionState = (typeof exemptionStates)[number]

/** The lease by which one device is exempt. It is extended by `exempt` and ended by `unexempt`, as any action. */
export const Exemption = Type.Object({
  device_id: Type.String(),
  hostname: Type.String(),
  group_id: Type.String(),
  action_id: Type.String({ description: 'of the action, or of the import, that exempted it' }),
  since: Type.Union([Timestamp, Type.Null()], { description: 'null: it was imported so' }),
  until: Type.Union([Timestamp, Type.Null()], { description: 'null: for ever' }),
  scope: Type.Union([Type.Enum(['all', 'critical']), Type.Null()]),
  channel: Type.Union([Type.Enum(channels), Type.Null()]),
  user: textOrNull,
  application: textOrNull,
  ended_at: TimestampOrNull,
  ended_by: Type.Union([Type.Enum(['time', 'action']), Type.Null()], { description: 'null: it runs' }),
})
export type Exemption = Static<typeof Exemption>

export const ExemptionQuery = Type.Object(
  { ...pageQuery, state: Type.Optional(Type.Enum(exemptionStates, { default: 'ending' })) },
  { additionalProperties: false },
)
export type ExemptionQuery = Static<typeof ExemptionQuery>

export const ExemptionCounts = Type.Object({
  ending: Type.Integer(),
  ending_in_24_hours: Type.Integer(),
  ending_in_7_days: Type.Integer(),
  endless: Type.Integer(),
})
export type ExemptionCounts = Static<typeof ExemptionCounts>
