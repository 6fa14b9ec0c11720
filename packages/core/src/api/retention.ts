import { type Static, Type } from 'typebox'
import { Timestamp, TimestampOrNull } from './page.ts'

const days = (description: string) =>
  Type.Optional(Type.Integer({ minimum: 1, maximum: 36_500, description: `days; absent: for ever. ${description}` }))

/** How long an account keeps what. The audit log is kept for ever: its chain verifies from its first entry on. */
export const Retention = Type.Object(
  {
    unseen_devices: Type.Optional(
      Type.Object(
        {
          days: Type.Integer({ minimum: 1, maximum: 36_500 }),
          record: Type.Enum(['archive', 'remove'], { description: 'what becomes of the record' }),
        },
        {
          additionalProperties: false,
          description:
            'devices whose agents have not been heard of for so long; absent: they stay. Records without an agent stay.',
        },
      ),
    ),
    deleted_devices_days: days(
      'What is left of devices after their deletion: records, addresses, log. Goes with actions_days, and not before ' +
        'the actions on them.',
    ),
    logs_days: days('What happened to devices other than by actions.'),
    actions_days: days('Actions of which all ended so long ago, with their targets; not those that still have effect.'),
    reports_days: days('What commands brought back.'),
    findings_days: days('Threats that no scan has found on a device for so long.'),
  },
  { additionalProperties: false },
)
export type Retention = Static<typeof Retention>

export const retentionKinds = ['unseen_devices', 'deleted_devices', 'logs', 'actions', 'reports', 'findings'] as const
export type RetentionKind = (typeof retentionKinds)[number]

export const CurrentRetention = Type.Object({
  ...Retention.properties,
  changed_at: TimestampOrNull,
  changed_by: Type.Union([Type.String(), Type.Null()]),
  runs: Type.Array(
    Type.Object({
      kind: Type.Enum([...retentionKinds]),
      last_run_at: Timestamp,
      removed: Type.Integer({ description: 'devices, events, actions, reports or findings, in the last run' }),
      removed_ever: Type.Integer(),
    }),
    { description: 'what the background job did; a kind that is not looked at has none' },
  ),
})
export type CurrentRetention = Static<typeof CurrentRetention>
