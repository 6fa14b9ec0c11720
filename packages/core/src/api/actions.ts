import { type Static, Type } from 'typebox'
import { brakeDefaults } from '../action/brake.ts'
import { targetStates } from '../action/life-cycle.ts'
import { channels } from '../audit/audit-event.ts'
import { DeviceFilter } from '../device/device-filter.ts'
import { pageQuery, Timestamp, TimestampOrNull, Uuid } from './page.ts'

const textOrNull = Type.Union([Type.String(), Type.Null()])
const Root = Type.String({ pattern: '^[0-9a-f]{64}$' })
export const TargetStateName = Type.Enum(targetStates)

/** There is no implicit "all": an action needs at least one key. */
export const TargetFilter = Type.Object(DeviceFilter.properties, { additionalProperties: false, minProperties: 1 })

/** The devices that an action was for, by what became of them there. */
export const TargetReference = Type.Object(
  {
    action_id: Uuid,
    states: Type.Array(TargetStateName, { minItems: 1, maxItems: targetStates.length, uniqueItems: true }),
  },
  { additionalProperties: false, description: 'devices of an action whose targets are in one of these states' },
)

/** Exactly one of the four. How many identifiers are too many is a setting of the server. */
export const DeviceSelector = Type.Object(
  {
    ids: Type.Optional(Type.Array(Type.String(), { minItems: 1, description: 'device ids or hardware ids' })),
    macs: Type.Optional(Type.Array(Type.String(), { minItems: 1, description: 'in any spelling' })),
    filter: Type.Optional(TargetFilter),
    targets: Type.Optional(TargetReference),
  },
  { additionalProperties: false, minProperties: 1, maxProperties: 1 },
)
export type DeviceSelector = Static<typeof DeviceSelector>

export const BrakeOrder = Type.Object(
  {
    failed_percent: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: 100,
        default: brakeDefaults.failedPercent,
        description: 'how many of a hundred devices that tried may have failed, timed out or refused',
      }),
    ),
    sample_min: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: 1_000_000,
        default: brakeDefaults.sampleMin,
        description: 'how many devices must have tried before anything is concluded; who is away is not counted',
      }),
    ),
  },
  {
    additionalProperties: false,
    description:
      'Once so many of the devices that tried have failed, what waits is terminated, and agents at work are asked to ' +
      'stop. Absent: the action goes on whatever happens.',
  },
)
export type BrakeOrder = Static<typeof BrakeOrder>

const clocks = {
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
}

const order = {
  type: Type.String({ description: 'the name of an action type' }),
  params: Type.Optional(Type.Record(Type.String(), Type.Unknown(), { default: {} })),
  devices: DeviceSelector,
  ...clocks,
  supersede: Type.Optional(
    Type.Boolean({
      default: false,
      description:
        'Older commands of the type with other parameters, for the same devices, make way: those that wait end, ' +
        'agents that have one are asked to stop.',
    }),
  ),
  brake: Type.Optional(BrakeOrder),
}

export const PlanOrder = Type.Object(order, { additionalProperties: false })
export type PlanOrder = Static<typeof PlanOrder>

const PlanHeld = Type.Optional(
  Type.Object(
    { action_id: Uuid, root: Root },
    { additionalProperties: false, description: 'Apply only if this plan still holds; else 409 plan_drifted.' },
  ),
)

export const ActionOrder = Type.Object({ ...order, plan: PlanHeld }, { additionalProperties: false })
export type ActionOrder = Static<typeof ActionOrder>

/** What is tried again unless other states are asked for: what did not work, or did not come to be. */
export const retriedStates = ['failed', 'timed_out', 'expired', 'rejected'] as const

/** POST /actions/:action_id/retry/plan → Plan, POST …/retry → 201 Applied; POST …/undo/plan → Plan, POST …/undo → 201 Applied. */
const retry = {
  states: Type.Optional(Type.Array(TargetStateName, { minItems: 1, uniqueItems: true, default: [...retriedStates] })),
  ...clocks,
}

export const RetryPlanOrder = Type.Object(retry, { additionalProperties: false })
export type RetryPlanOrder = Static<typeof RetryPlanOrder>
export const RetryOrder = Type.Object({ ...retry, plan: PlanHeld }, { additionalProperties: false })
export type RetryOrder = Static<typeof RetryOrder>

export const UndoOrder = Type.Object({ plan: PlanHeld }, { additionalProperties: false })
export type UndoOrder = Static<typeof UndoOrder>

/** An action that came of another one. */
export const ActionOrigin = Type.Object({ kind: Type.Enum(['retry', 'undo']), action_id: Uuid })
export type ActionOrigin = Static<typeof ActionOrigin>

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

const ActionBrake = Type.Object({
  failed_percent: Type.Integer(),
  sample_min: Type.Integer(),
  tripped: Type.Union([Type.Object({ at: Timestamp, failed: Type.Integer(), sample: Type.Integer() }), Type.Null()], {
    description: 'when it stopped the action, and how many of how many devices that tried had failed by then',
  }),
})

export const Action = Type.Object({
  action_id: Uuid,
  type: Type.String(),
  params: Type.Record(Type.String(), Type.Unknown()),
  state: Type.Enum(['waiting', 'done', 'cancelled', 'terminated']),
  counts: Counts,
  target_count: Type.Integer(),
  root: Type.String(),
  created_at: Timestamp,
  channel: Type.Enum(channels),
  user: textOrNull,
  application: Type.Union([Type.Object({ id: Type.String(), name: Type.String() }), Type.Null()]),
  request_id: Type.String(),
  origin: Type.Union([ActionOrigin, Type.Null()], { description: 'of which action it is the retry or the undoing' }),
  can_undo: Type.Boolean({ description: 'whether what it did to devices can be taken back' }),
  deliver_by: TimestampOrNull,
  cancelled_at: TimestampOrNull,
  cancelled_by: textOrNull,
  stopped_by: Type.Union([Type.Enum(['brake', 'cancellation']), Type.Null()], {
    description: 'what stopped it, also while agents still answer',
  }),
  brake: Type.Union([ActionBrake, Type.Null()]),
})
export type Action = Static<typeof Action>

export const ActionQuery = Type.Object(
  {
    ...pageQuery,
    type: Type.Optional(Type.String({ minLength: 1 })),
    channel: Type.Optional(Type.Enum(channels)),
    user: Type.Optional(Type.String({ minLength: 1, description: 'name, in full' })),
    app_id: Type.Optional(Uuid),
    since: Type.Optional(Timestamp),
    until: Type.Optional(Timestamp),
    waiting: Type.Optional(Type.Boolean({ description: 'true: only those with devices that still owe their end' })),
  },
  { additionalProperties: false },
)
export type ActionQuery = Static<typeof ActionQuery>

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
