import { type Static, Type } from 'typebox'
import { checkNames, checkResults } from '../compliance/check-name.ts'
import { Timestamp, TimestampOrNull } from './page.ts'

/** A package as the system lists it. */
export const SoftwareName = Type.String({
  minLength: 1,
  maxLength: 128,
  pattern: '^[\\x21-\\x7e]([\\x20-\\x7e]*[\\x21-\\x7e])?$',
})

export const PolicyCheck = Type.Object(
  {
    check: Type.Enum(checkNames),
    severity: Type.Union([Type.Literal('critical'), Type.Literal('warning')]),
    grace_seconds: Type.Optional(
      Type.Integer({
        minimum: 0,
        maximum: 31_536_000,
        default: 0,
        description: 'how long it may fail before it counts, from when the server first heard of it',
      }),
    ),
    names: Type.Optional(
      Type.Array(SoftwareName, {
        maxItems: 200,
        uniqueItems: true,
        description: '`unwanted_software` only: names of packages as the system lists them, in any case',
      }),
    ),
  },
  { additionalProperties: false },
)
export type PolicyCheck = Static<typeof PolicyCheck>

/** The checks that count; one that is not named does not. */
export const CompliancePolicy = Type.Object(
  { checks: Type.Array(PolicyCheck, { maxItems: checkNames.length }) },
  { additionalProperties: false },
)
export type CompliancePolicy = Static<typeof CompliancePolicy>

export const CurrentCompliancePolicy = Type.Object({
  ...CompliancePolicy.properties,
  inherited: Type.Boolean({ description: 'whether it is the account’s, as the group has none of its own' }),
  changed_at: TimestampOrNull,
  changed_by: Type.Union([Type.String(), Type.Null()]),
  judging: Type.Boolean({ description: 'whether devices are being judged anew at this moment' }),
})
export type CurrentCompliancePolicy = Static<typeof CurrentCompliancePolicy>

const Facts = Type.Record(Type.String(), Type.Unknown(), { description: 'what the agent found, as it said it' })

/** What an agent found. */
export const DeviceCheck = Type.Object({
  check: Type.Enum(checkNames),
  result: Type.Enum(checkResults),
  facts: Facts,
  taken_at: Timestamp,
})
export type DeviceCheck = Static<typeof DeviceCheck>

/** A check that fails and that the policy of the device's group names; listed whether or not the device is exempt. */
export const DeviceIssue = Type.Object({
  check: Type.Enum(checkNames),
  severity: Type.Union([Type.Literal('critical'), Type.Literal('warning')]),
  since: Timestamp,
  counts_from: Timestamp,
  counts: Type.Boolean({ description: 'whether its grace period is over' }),
  facts: Facts,
  taken_at: Timestamp,
})
export type DeviceIssue = Static<typeof DeviceIssue>
