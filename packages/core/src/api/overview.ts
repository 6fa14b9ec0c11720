import { type Static, Type } from 'typebox'
import { Action, TargetStateName } from './actions.ts'
import { ExemptionCounts } from './exemptions.ts'
import { Finding } from './findings.ts'
import { Timestamp, Uuid } from './page.ts'

/** GET /overview → Overview */

const Breakdown = Type.Object({
  value: Type.String(),
  devices: Type.Integer(),
  online: Type.Integer(),
})

/** Is the fleet all right, what is going on, what needs somebody. Lists are short; their pages have the rest. */
export const Overview = Type.Object({
  at: Timestamp,
  devices: Type.Object({
    total: Type.Integer(),
    online: Type.Integer(),
    enrolled: Type.Integer(),
    by_status: Type.Array(Breakdown, { description: 'most first; only what occurs' }),
    by_os: Type.Array(Breakdown),
    by_agent_type: Type.Array(Breakdown),
  }),
  running: Type.Object({
    actions: Type.Integer({ description: 'actions with commands that are not done' }),
    commands: Type.Integer(),
    newest: Type.Array(Action, { description: 'the newest ten' }),
  }),
  exemptions: ExemptionCounts,
  failures: Type.Object(
    {
      targets: Type.Integer(),
      newest: Type.Array(
        Type.Object({
          action_id: Uuid,
          type: Type.String(),
          state: TargetStateName,
          reason: Type.Union([Type.String(), Type.Null()]),
          devices: Type.Integer(),
          last_at: Timestamp,
        }),
        { description: 'by action, state and reason; the newest ten' },
      ),
    },
    {
      description:
        'commands that failed, timed out, expired or were rejected, of the newest actions of the last 7 days, so many as have 200 000 targets',
    },
  ),
  unknown_devices: Type.Object(
    {
      total: Type.Integer(),
      newest: Type.Array(
        Type.Object({ device_id: Type.String(), hostname: Type.String(), added_at: Timestamp, source: Type.String() }),
      ),
    },
    { description: 'devices of the status `unknown`; those that came in last' },
  ),
  findings: Type.Object({
    in_7_days: Type.Integer({ description: 'hashes and signatures that were seen in the last 7 days' }),
    devices_in_7_days: Type.Integer({ description: 'devices that they were seen on' }),
    newest: Type.Array(Finding),
  }),
  duplicates_open: Type.Integer({ description: 'devices that two machines pass for, and nobody has decided' }),
})
export type Overview = Static<typeof Overview>
