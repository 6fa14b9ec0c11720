import { type Static, Type } from 'typebox'
import { targetStates } from '../action/life-cycle.ts'
import { channels } from '../audit/audit-event.ts'
import { DeviceFilter } from '../device/device-filter.ts'
import { Timestamp, TimestampOrNull, Uuid } from './page.ts'

const textOrNull = Type.Union([Type.String(), Type.Null()])
const Root = Type.String({ pattern: '^[0-9a-f]{64}$' })
export const TargetStateName = Type.Enum(targetStates)

/** There is no implicit "all": an action needs at least one key. */
export const TargetFilter = Type.Object(DeviceFilter.properties, { additionalProperties: false, minProperties: 1 })

/** Exactly one of the three. How many identifiers are too many is a setting of the server. */
export const DeviceSelector = Type.Object(
  {
    ids: Type.Optional(Type.Array(Type.String(), { minItems: 1, description: 'device ids or hardware ids' })),
    macs: Type.Optional(Type.Array(Type.String(), { minItems: 1, description: 'in any spelling' })),
    filter: Type.Optional(TargetFilter),
  },
  { additionalProperties: false, minProperties: 1, maxProperties: 1 },
)
export type DeviceSelector = Static<typeof DeviceSelector>

const order = {
  type: Type.String({ description: 'the name of an action type' }),
  params: Type.Optional(Type.Record(Type.String(), Type.Unknown(), { default: {} })),
  devices: DeviceSelector,
  deliver_within: Type.Optional(
    Type.Integer({
      minimum: 60,
      maximum: 30 * 24 * 3600,
      description: 'seconds that a command may wait for its device, in the place of what the type says',
    }),
  ),
  finish_within: Type.Optional(
    Type.Integer({
      minimum: 10,
      maximum: 7 * 24 * 3600,
      description: 'seconds that an agent may take once it accepted, in the place of what the type says',
    }),
  ),
  supersede: Type.Optional(
    Type.Boolean({
      default: false,
      description:
        'Older commands of the type with other parameters, for the same devices, make way: those that wait end, ' +
        'agents that have one are asked to stop.',
    }),
  ),
}

export const PlanOrder = Type.Object(order, { additionalProperties: false })
export type PlanOrder = Static<typeof PlanOrder>

export const ActionOrder = Type.Object(
  {
    ...order,
    plan: Type.Optional(
      Type.Object(
        { action_id: Uuid, root: Root },
        { additionalProperties: false, description: 'Apply only if this plan still holds; else 409 plan_drifted.' },
      ),
    ),
  },
  { additionalProperties: false },
)
export type ActionOrder = Static<typeof ActionOrder>

/** What became of one identifier of a request, at its place. */
export const Outcome = Type.Object({
  identifier: Type.String({ description: 'as sent' }),
  device_id: textOrNull,
  state: TargetStateName,
  reason: textOrNull,
  command_id: textOrNull,
})
export type Outcome = Static<typeof Outcome>

const Counts = Type.Record(Type.String(), Type.Integer(), { description: 'targets by state; only states that occur' })

const outcomes = {
  root: Type.String({ description: 'Merkle root of the targets that it applies to, hexadecimal' }),
  counts: Counts,
  reasons: Type.Record(Type.String(), Type.String(), { description: 'a sentence for each reason that occurs' }),
  targets: Type.Array(Outcome, { description: 'in the order of the request; empty with `targets=false`' }),
}

const Superseded = Type.Optional(
  Type.Object(
    {
      closed: Type.Integer({ description: 'older commands that no agent had yet; they have ended' }),
      asked_to_stop: Type.Integer({ description: 'older commands that an agent has; it may still finish first' }),
    },
    { description: 'only where the order said `supersede`' },
  ),
)

/** `queued` and `succeeded` in it are what would be done. */
export const Plan = Type.Object({ action_id: Uuid, type: Type.String(), planned_at: Timestamp, ...outcomes })
export type Plan = Static<typeof Plan>

export const Applied = Type.Object({
  action_id: Uuid,
  type: Type.String(),
  created_at: Timestamp,
  superseded: Superseded,
  ...outcomes,
})
export type Applied = Static<typeof Applied>

export const Action = Type.Object({
  action_id: Uuid,
  type: Type.String(),
  params: Type.Record(Type.String(), Type.Unknown()),
  state: Type.Enum(['waiting', 'done', 'cancelled']),
  counts: Counts,
  target_count: Type.Integer(),
  root: Type.String(),
  created_at: Timestamp,
  channel: Type.Enum(channels),
  user: textOrNull,
  application: Type.Union([Type.Object({ id: Type.String(), name: Type.String() }), Type.Null()]),
  request_id: Type.String(),
  deliver_by: TimestampOrNull,
  cancelled_at: TimestampOrNull,
  cancelled_by: textOrNull,
})
export type Action = Static<typeof Action>

const target = {
  identifier: Type.String(),
  device_id: textOrNull,
  hostname: textOrNull,
  state: TargetStateName,
  reason: textOrNull,
  message: Type.Union([Type.String(), Type.Null()], {
    description: 'for a person: the agent’s words, or the reason’s',
  }),
  progress: Type.Union([Type.Integer({ minimum: 0, maximum: 100 }), Type.Null()]),
  command_id: textOrNull,
  accepted_at: TimestampOrNull,
  finish_by: TimestampOrNull,
  retry_at: TimestampOrNull,
  expected_at: Type.Union([Timestamp, Type.Null()], {
    description: 'when the device that this waits for usually connects; null: it is connected, or nobody can say',
  }),
  deferrals: Type.Integer({ description: 'how often the device put it off' }),
  ended_at: TimestampOrNull,
  result: Type.Unknown(),
  late_result: Type.Unknown({ description: 'what the agent said after the end; null: nothing' }),
}

export const Target = Type.Object({ position: Type.Integer(), ...target })
export type Target = Static<typeof Target>

export const Command = Type.Object({ action_id: Uuid, type: Type.String(), ...target })
export type Command = Static<typeof Command>

export const Cancelled = Type.Object({
  cancelled: Type.Integer({ description: 'commands that no agent had yet' }),
  asked_to_stop: Type.Integer({ description: 'commands that an agent has; it may still finish first' }),
})
export type Cancelled = Static<typeof Cancelled>

export const ActionTypeInfo = Type.Object({
  name: Type.String(),
  label: Type.String(),
  params: Type.Unknown({ description: 'JSON Schema' }),
})
export type ActionTypeInfo = Static<typeof ActionTypeInfo>
