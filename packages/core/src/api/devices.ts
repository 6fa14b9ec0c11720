import { type Static, Type } from 'typebox'
import { severities } from '../compliance/severity.ts'
import { agentTypes, deviceStatuses, deviceTypes, operatingSystems } from '../device/facts.ts'
import { ImportRow, importRowsMax } from '../device/import/import-row.ts'
import { DeviceCheck, DeviceIssue } from './compliance.ts'
import { Timestamp, TimestampOrNull, Uuid } from './page.ts'

const textOrNull = Type.Union([Type.String(), Type.Null()])

const UserIdentity = Type.Record(Type.String(), Type.Union([Type.String(), Type.Number()]))

export const Device = Type.Object({
  device_id: Type.String(),
  hwid: textOrNull,
  hostname: Type.String(),
  nickname: Type.String(),
  device_type: Type.Enum(deviceTypes),
  status: Type.Enum(deviceStatuses),
  severity: Type.Enum(severities, { description: 'the worst of its issues that count, whether or not it is exempt' }),
  critical_issues: Type.Integer({ description: 'how many of them count' }),
  warning_issues: Type.Integer(),
  agent_type: Type.Enum(agentTypes),
  agent_name: Type.String(),
  agent_version: Type.String(),
  os: Type.Enum(operatingSystems),
  os_name: Type.String(),
  os_version: Type.String(),
  abilities: Type.Union([Type.Array(Type.String()), Type.Null()], {
    description: 'action types that its agent can do; null: it never said',
  }),
  macs: Type.Array(Type.String()),
  public_ip: Type.String(),
  user_name: Type.String(),
  user_identity: Type.Union([UserIdentity, Type.Null()], {
    description: 'what its user answered to `re-identify` last; personal data',
  }),
  group_id: Type.String(),
  group_name: Type.String(),
  ignored: Type.Boolean(),
  exemption: Type.Union([
    Type.Object({
      action_id: Type.String({ description: 'of the action, or of the import, that exempted it' }),
      scope: Type.Union([Type.Literal('all'), Type.Literal('critical')], {
        description: '`critical`: from critical issues only; with a warning it is what it would be without',
      }),
      until: Type.Union([Timestamp, Type.Null()], { description: 'null: for ever' }),
    }),
    Type.Null(),
  ]),
  enrolled: Type.Boolean({ description: 'whether an agent of Muster holds a key for it' }),
  enrolled_at: Timestamp,
  online: Type.Boolean(),
  last_seen: TimestampOrNull,
  source: Type.String(),
})
export type Device = Static<typeof Device>

export const DeviceDetails = Type.Object({
  ...Device.properties,
  generation: Type.Integer({ description: 'one more at each enrolment and removal; commands are bound to it' }),
  remediation_url: Type.String({
    description:
      'the page that tells its user what to mend: whoever has it needs no sign-in, so give it to nobody else; it ends ' +
      'with this generation',
  }),
  connected_at: TimestampOrNull,
  expected_at: Type.Union([Timestamp, Type.Null()], {
    description: 'when it usually connects next, from its own history; null: it is connected, or nobody can say',
  }),
  issues: Type.Array(DeviceIssue, {
    description:
      'checks that fail and that the policy of its group names, critical ones first; whether or not it is exempt',
  }),
  checks: Type.Array(DeviceCheck, { description: 'all that its agent looked at, by name; most do not count' }),
  identities: Type.Array(
    Type.Object({
      answered_at: Timestamp,
      action_id: Uuid,
      user_identity: UserIdentity,
    }),
    { description: 'all that its users answered, newest first; the last hundred' },
  ),
  inventory: Type.Record(Type.String(), Type.Unknown(), { description: 'as its agent reported it last' }),
})
export type DeviceDetails = Static<typeof DeviceDetails>

/** `-` in front: the last first. Devices that were never seen come last either way. */
export const deviceSorts = [
  'added',
  '-added',
  'hostname',
  '-hostname',
  'device_id',
  '-device_id',
  'last_seen',
  '-last_seen',
] as const
export const DeviceSort = Type.Enum(deviceSorts, {
  default: 'added',
  description: 'a page goes on in the order of its cursor; with another `sort` that is refused',
})
export type DeviceSort = Static<typeof DeviceSort>

export const DeviceCount = Type.Object({
  devices: Type.Integer({ description: 'how many devices the filter matches, exactly' }),
  of: Type.Integer({ description: 'how many there are' }),
})
export type DeviceCount = Static<typeof DeviceCount>

const FacetValue = Type.Object({ value: Type.Union([Type.String(), Type.Boolean()]), devices: Type.Integer() })

/** What a filter bar offers; the names are keys of the filter. */
export const deviceFacets = [
  'status',
  'severity',
  'os',
  'agent_type',
  'agent_version',
  'device_type',
  'group_id',
  'online',
  'enrolled',
  'exempt',
  'ignored',
] as const
export type DeviceFacet = (typeof deviceFacets)[number]

export const DeviceFacets = Type.Object({
  devices: Type.Integer({ description: 'how many devices the filter matches' }),
  facets: Type.Record(Type.Enum(deviceFacets), Type.Array(FacetValue), {
    description:
      'by key: each value that occurs and how many devices the filter would match with it alone in the place of what ' +
      'it says of that key; most first',
  }),
})
export type DeviceFacets = Static<typeof DeviceFacets>

/** What the body of an import is, when it is JSON. */
export const DeviceImport = Type.Union([
  Type.Object({ devices: Type.Array(ImportRow, { minItems: 1, maxItems: importRowsMax }) }),
  Type.Array(ImportRow, { minItems: 1, maxItems: importRowsMax }),
  ImportRow,
])

export const ImportedDevices = Type.Object({
  import_id: Uuid,
  created: Type.Integer(),
  restored: Type.Integer({ description: 'had been deleted, and are back' }),
  updated: Type.Integer(),
  failed: Type.Integer({ description: 'rows left out; 0 unless `partial`' }),
  errors: Type.Array(Type.Object({ field: Type.String(), message: Type.String() })),
})
export type ImportedDevices = Static<typeof ImportedDevices>
