import type { Retention, RetentionKind } from '@muster/core/api/retention.ts'

interface RetentionKindWords {
  readonly kind: RetentionKind
  readonly label: string
  /** What it is, and what exactly goes. */
  readonly explanation: string
}

export const retentionKindWords: readonly RetentionKindWords[] = [
  {
    kind: 'unseen_devices',
    label: 'Devices not heard of',
    explanation: 'Devices whose agents were not heard of for so long. Records that never had an agent stay.',
  },
  {
    kind: 'deleted_devices',
    label: 'Deleted devices',
    explanation:
      'What is left of a device after its deletion: record, addresses, log. Needs a limit for actions, as the actions ' +
      'on a device go first.',
  },
  {
    kind: 'logs',
    label: 'Device log',
    explanation: 'What happened to devices other than by actions.',
  },
  {
    kind: 'actions',
    label: 'Actions',
    explanation: 'Actions that ended so long ago, with what they did to each device; not those that still have effect.',
  },
  {
    kind: 'reports',
    label: 'Reports',
    explanation: 'What commands brought back, such as logs of agents and results of scans.',
  },
  {
    kind: 'findings',
    label: 'Findings',
    explanation: 'Threats that no scan has found on a device for so long.',
  },
]

/** Undefined: for ever. */
export function daysOf(retention: Retention, kind: RetentionKind): number | undefined {
  return kind === 'unseen_devices' ? retention.unseen_devices?.days : retention[`${kind}_days`]
}

/** `days` undefined: for ever. Unseen devices are archived, unless it was said before that they are removed. */
export function withDays(retention: Retention, kind: RetentionKind, days: number | undefined): Retention {
  const key = kind === 'unseen_devices' ? kind : (`${kind}_days` as const)
  const { [key]: _, ...rest } = retention
  if (days === undefined) return rest
  const record = retention.unseen_devices?.record ?? 'archive'
  return kind === 'unseen_devices' ? { ...rest, unseen_devices: { days, record } } : { ...rest, [key]: days }
}
