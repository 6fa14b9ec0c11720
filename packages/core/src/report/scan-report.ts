import { type Static, Type } from 'typebox'
import { scanAreas } from '../action/types/scan-threats.ts'

/**
 * What a scan brings back: the JSON of the report `scan_threats_log`. Times are Unix seconds, sizes bytes, hashes
 * lower-case hexadecimal. Lists are bounded; `truncated` says how many entries more there were.
 */
const Count = Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER })
const Path = Type.String({ maxLength: 4096 })
const Sha256 = Type.String({ pattern: '^[0-9a-f]{64}$' })

export const findingsMax = 10_000
export const skippedMax = 1_000
/** Of the whole JSON text; the server refuses a larger one. 10 000 findings with paths of 1 500 bytes fit. */
export const scanReportBytesMax = 16 * 1024 * 1024

export const ScanFinding = Type.Object({
  /** Where it is: the file, `<archive>`'s own path where it is inside one, `/dev/…` for a boot record. */
  path: Path,
  area: Type.Enum(scanAreas),
  signature: Type.String({ minLength: 1, maxLength: 512 }),
  engine: Type.String({ minLength: 1, maxLength: 64 }),
  /** Absent where the file could not be read again. */
  sha256: Type.Optional(Sha256),
  size_bytes: Type.Optional(Count),
  /** In memory: the processes that run or map it. */
  process_ids: Type.Optional(Type.Array(Type.Integer({ minimum: 1 }), { maxItems: 64 })),
})
export type ScanFinding = Static<typeof ScanFinding>

/** Closed list: why something was not looked into. */
export const skipReasons = [
  'unreadable',
  'vanished',
  'too_large',
  'not_regular',
  'other_file_system',
  'pseudo_file_system',
  'network_file_system',
  'engine_error',
] as const

export const ScanReport = Type.Object({
  v: Type.Literal(1),
  started_at: Count,
  ended_at: Count,
  engine: Type.Object({
    name: Type.String({ maxLength: 64 }),
    version: Type.String({ maxLength: 128 }),
    /** Of its signatures, and when they were made; null where the engine does not tell. */
    database_version: Type.Union([Type.String({ maxLength: 128 }), Type.Null()]),
    database_built_at: Type.Union([Count, Type.Null()]),
  }),
  areas: Type.Array(
    Type.Object({
      area: Type.Enum(scanAreas),
      files: Count,
      bytes: Count,
      skipped: Count,
      /** Why the area as a whole could not be scanned, or in part: a sentence. */
      note: Type.Optional(Type.String({ maxLength: 2000 })),
    }),
    { maxItems: scanAreas.length },
  ),
  files: Count,
  bytes: Count,
  findings: Type.Array(ScanFinding, { maxItems: findingsMax }),
  skipped_by_reason: Type.Partial(Type.Record(Type.Enum(skipReasons), Count)),
  skipped: Type.Array(Type.Object({ path: Path, reason: Type.Enum(skipReasons) }), { maxItems: skippedMax }),
  truncated: Type.Object({ findings: Count, skipped: Count }),
})
export type ScanReport = Static<typeof ScanReport>
