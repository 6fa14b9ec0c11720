import { type Static, Type } from 'typebox'
import { scanAreas } from '../action/types/scan-threats.ts'
import { pageQuery, Timestamp, Uuid } from './page.ts'

const Sha256 = Type.String({ pattern: '^[0-9a-f]{64}$', description: 'lower-case hexadecimal' })
const Signature = Type.String({ minLength: 1, maxLength: 512 })

const parts = {
  sha256_prefix: Type.Optional(
    Type.String({ pattern: '^[0-9a-f]{4,64}$', description: 'how the hash begins; lower-case hexadecimal' }),
  ),
  signature_part: Type.Optional(
    Type.String({ minLength: 1, maxLength: 128, description: 'somewhere in the signature, in any case' }),
  ),
  path_part: Type.Optional(
    Type.String({
      minLength: 1,
      maxLength: 512,
      description: 'somewhere in the path, in any case; looked for in the 200 000 files that were reported last',
    }),
  ),
} as const

/** What scans found, one entry a hash and signature. Devices that were deleted do not count. */
export const Finding = Type.Object({
  sha256: Type.Union([Sha256, Type.Null()], { description: 'null: the file could not be read again' }),
  signature: Type.String(),
  devices: Type.Integer({ minimum: 1, description: 'how many devices it was found on' }),
  first_seen: Timestamp,
  last_seen: Timestamp,
})
export type Finding = Static<typeof Finding>

export const FindingQuery = Type.Object(
  {
    ...pageQuery,
    sha256: Type.Optional(Sha256),
    signature: Type.Optional(Signature),
    ...parts,
    device_id: Type.Optional(Type.String({ minLength: 1, maxLength: 128, description: 'or hardware id' })),
    action_id: Type.Optional(Uuid),
    since: Type.Optional(
      Type.String({ format: 'date-time', description: 'last seen then or later; RFC 3339 with a time zone' }),
    ),
  },
  { additionalProperties: false, description: 'All that is given must hold; figures are of all devices.' },
)
export type FindingQuery = Static<typeof FindingQuery>

/** A device that a hash was found on. Where and by which command: in the newest scan that found it. */
export const FindingDevice = Type.Object({
  device_id: Type.String(),
  hostname: Type.String(),
  signatures: Type.Array(Type.String()),
  first_seen: Timestamp,
  last_seen: Timestamp,
  area: Type.Union([Type.Enum(scanAreas), Type.Null()]),
  path: Type.Union([Type.String(), Type.Null()]),
  action_id: Uuid,
  command_id: Type.String({ description: 'its report has all that was found' }),
})
export type FindingDevice = Static<typeof FindingDevice>

/** Stands in the address for the findings without a hash. */
export const noHash = 'none'

export const FindingKey = Type.Object({
  sha256: Type.String({
    pattern: `^([0-9a-f]{64}|${noHash})$`,
    description: `\`${noHash}\`: files that could not be read again; needs a signature`,
  }),
})

export const FindingExportQuery = Type.Object(
  {
    action_id: Type.Optional(Uuid),
    device_id: Type.Optional(Type.String({ minLength: 1, maxLength: 128, description: 'or hardware id' })),
    sha256: Type.Optional(Sha256),
    signature: Type.Optional(Signature),
    ...parts,
    since: Type.Optional(Timestamp),
  },
  { additionalProperties: false, description: 'All that is given must hold.' },
)
export type FindingExportQuery = Static<typeof FindingExportQuery>

/** A file that a scan found, as reported: what was found twice is there twice. */
export const FoundFile = Type.Object({
  found_at: Timestamp,
  device_id: Type.String(),
  hostname: Type.String(),
  sha256: Type.Union([Sha256, Type.Null()]),
  signature: Type.String(),
  area: Type.String(),
  path: Type.String(),
  size_bytes: Type.Union([Type.Integer(), Type.Null()]),
  engine: Type.String(),
  engine_version: Type.String(),
  database_version: Type.Union([Type.String(), Type.Null()]),
  action_id: Uuid,
})
export type FoundFile = Static<typeof FoundFile>

export const FindingDevicesQuery = Type.Object(
  { ...pageQuery, signature: Type.Optional(Signature) },
  { additionalProperties: false },
)
export type FindingDevicesQuery = Static<typeof FindingDevicesQuery>
