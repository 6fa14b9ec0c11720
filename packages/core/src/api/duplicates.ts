import { type Static, Type } from 'typebox'
import { PageQuery, Timestamp, TimestampOrNull, Uuid } from './page.ts'

const textOrNull = Type.Union([Type.String(), Type.Null()])
const Side = Type.Enum(['known', 'newcomer'])

/** Two machines that pass, or passed, for one device. */
export const Duplicate = Type.Object({
  duplicate_id: Uuid,
  device_id: Type.String(),
  found_at: Timestamp,
  found_by: Type.Enum(['hello', 'turns', 'enrolment'], {
    description:
      'hello: the device’s key on other hardware; turns: two agents with its key take turns; enrolment: another ' +
      'machine wanted to enrol under its hardware id',
  }),
  known: Type.Object({
    hostname: Type.String(),
    public_ip: Type.String(),
    online: Type.Boolean(),
    evidence: Type.Array(Type.String(), { description: 'hashed, as `kind:hash`' }),
  }),
  newcomer: Type.Object({ hostname: Type.String(), public_ip: Type.String(), evidence: Type.Array(Type.String()) }),
  state: Type.Enum(['open', 'separating', 'resolved'], {
    description: 'separating: resolved, and the other machine has not enrolled as a device of its own yet',
  }),
  resolution: Type.Union([Type.Enum(['same', 'separate']), Type.Null()]),
  keeps: Type.Union([Side, Type.Null()]),
  resolved_at: TimestampOrNull,
  resolved_by: textOrNull,
  separated_as: Type.Union([Type.String(), Type.Null()], {
    description: 'device id of the machine that was told apart',
  }),
})
export type Duplicate = Static<typeof Duplicate>

export const DuplicateQuery = Type.Object(
  {
    ...PageQuery.properties,
    open: Type.Optional(Type.Boolean({ description: 'only those that wait for a decision (true), or the others' })),
  },
  { additionalProperties: false },
)

export const DuplicateResolution = Type.Object(
  {
    resolution: Type.Enum(['same', 'separate'], {
      description:
        'same: one machine with other hardware, such as a new board, or, of two that were to be separate, one is gone; ' +
        'separate: two machines',
    }),
    keeps: Type.Optional(
      Type.Enum(['known', 'newcomer'], { default: 'known', description: 'of separate ones: which stays the device' }),
    ),
  },
  { additionalProperties: false },
)
export type DuplicateResolution = Static<typeof DuplicateResolution>
