import { type Static, Type } from 'typebox'
import { Value } from 'typebox/value'

/** Largest file of a release, and largest piece that travels, in bytes. */
export const releaseBytesMax = 512 * 1024 * 1024
export const releasePieceBytesMax = 4 * 1024 * 1024

const versionPattern = '^\\d{1,9}(\\.\\d{1,9}){1,3}([-+~][A-Za-z0-9.+~]{1,64})?$'

export const ReleaseVersion = Type.String({ maxLength: 64, pattern: versionPattern, description: 'such as 1.4.0' })

/** As Node.js names them. */
export const ReleasePlatform = Type.String({ pattern: '^(linux|darwin|win32)-(x64|arm64)$', description: 'linux-x64' })

/** A release as an agent hears of it: the signature is the account's command key's, over `releaseText`. */
export const ReleaseOffer = Type.Object({
  release_id: Type.String({ format: 'uuid' }),
  version: ReleaseVersion,
  platform: ReleasePlatform,
  size_bytes: Type.Integer({ minimum: 1, maximum: releaseBytesMax }),
  sha256: Type.String({ pattern: '^[0-9a-f]{64}$' }),
  allow_downgrade: Type.Boolean(),
  /** base64url */
  signature: Type.String({ minLength: 1, maxLength: 1024, pattern: '^[A-Za-z0-9_-]+$' }),
})
export type ReleaseOffer = Static<typeof ReleaseOffer>

/** What `GET /agent/v1/releases?platform=…&version=…` answers: null where there is nothing to do. */
export const ReleaseAnswer = Type.Object({ release: Type.Union([ReleaseOffer, Type.Null()]) })
export type ReleaseAnswer = Static<typeof ReleaseAnswer>

export const releaseOutcomes = ['updated', 'rolled_back', 'refused'] as const

/** How an update went, told by whichever version runs then. */
export const ReleaseOutcome = Type.Object({
  outcome: Type.Enum(releaseOutcomes),
  from_version: Type.String({ maxLength: 64, pattern: '^[\\x20-\\x7e]*$' }),
  /** A sentence, for what did not succeed. */
  reason: Type.String({ maxLength: 1000, pattern: '^[^\\u0000]*$' }),
})
export type ReleaseOutcome = Static<typeof ReleaseOutcome>

export function isReleaseAnswer(value: unknown): value is ReleaseAnswer {
  return Value.Check(ReleaseAnswer, value)
}
