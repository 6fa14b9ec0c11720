import { type Static, Type } from 'typebox'
import { Timestamp, TimestampOrNull, Uuid } from './page.ts'

export const NewEnrolmentToken = Type.Object(
  {
    group_id: Type.Optional(
      Type.String({ minLength: 1, maxLength: 128, default: 'default', description: 'where the devices come in' }),
    ),
    expires_in_seconds: Type.Optional(Type.Integer({ minimum: 1, maximum: 30 * 24 * 3600, default: 3600 })),
    uses: Type.Optional(Type.Integer({ minimum: 1, maximum: 100_000, default: 1 })),
    description: Type.Optional(Type.String({ maxLength: 255, default: '' })),
  },
  { additionalProperties: false },
)
export type NewEnrolmentToken = Static<typeof NewEnrolmentToken>

export const EnrolmentToken = Type.Object({
  token_id: Uuid,
  group_id: Type.String(),
  description: Type.String(),
  uses_left: Type.Integer(),
  created_at: Timestamp,
  expires_at: Timestamp,
  revoked_at: TimestampOrNull,
})
export type EnrolmentToken = Static<typeof EnrolmentToken>

export const CreatedEnrolmentToken = Type.Object({
  ...EnrolmentToken.properties,
  token: Type.String({ description: 'Shown this once: only its SHA-256 is kept.' }),
})
export type CreatedEnrolmentToken = Static<typeof CreatedEnrolmentToken>
