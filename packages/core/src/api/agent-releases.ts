import { type Static, Type } from 'typebox'
import { ReleasePlatform, ReleaseVersion, releaseBytesMax } from '../agent/releases.ts'
import { Timestamp, TimestampOrNull, Uuid } from './page.ts'

export const NewAgentRelease = Type.Object(
  {
    version: ReleaseVersion,
    platform: ReleasePlatform,
    size_bytes: Type.Integer({ minimum: 1, maximum: releaseBytesMax }),
    sha256: Type.String({ pattern: '^[0-9a-f]{64}$', description: 'of the file, in lower-case hexadecimal' }),
    allow_downgrade: Type.Optional(
      Type.Boolean({ default: false, description: 'devices with a younger version take it too; this is signed' }),
    ),
    group_id: Type.Optional(
      Type.Union([Type.String({ minLength: 1, maxLength: 128 }), Type.Null()], {
        description: 'the group that it is for, where publishing names no other; null, or absent: every group',
      }),
    ),
  },
  { additionalProperties: false },
)
export type NewAgentRelease = Static<typeof NewAgentRelease>

/** Who gets it. */
export const AgentRollout = Type.Object(
  {
    group_id: Type.Optional(
      Type.Union([Type.String({ minLength: 1, maxLength: 128 }), Type.Null()], { description: 'null: every group' }),
    ),
    percent: Type.Optional(
      Type.Integer({ minimum: 0, maximum: 100, description: 'of those devices; more holds all of less' }),
    ),
  },
  { additionalProperties: false },
)
export type AgentRollout = Static<typeof AgentRollout>

export const AgentRelease = Type.Object({
  release_id: Uuid,
  version: Type.String(),
  platform: Type.String(),
  size_bytes: Type.Integer(),
  received_bytes: Type.Integer(),
  sha256: Type.String(),
  allow_downgrade: Type.Boolean(),
  state: Type.Enum(['uploading', 'published', 'withdrawn']),
  group_id: Type.Union([Type.String(), Type.Null()], { description: 'null: every group; empty: one that was deleted' }),
  percent: Type.Integer(),
  created_at: Timestamp,
  published_at: TimestampOrNull,
  withdrawn_at: TimestampOrNull,
  outcomes: Type.Object(
    { updated: Type.Integer(), rolled_back: Type.Integer(), refused: Type.Integer() },
    { description: 'numbers of devices' },
  ),
})
export type AgentRelease = Static<typeof AgentRelease>
