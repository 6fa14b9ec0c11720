import { type Static, Type } from 'typebox'
import { actionTypes } from '../action/types/index.ts'
import { Timestamp, TimestampOrNull, Uuid } from './page.ts'

/** What an application may be allowed. `admin` is for operators. */
export const applicationScopes: readonly string[] = [
  'read',
  'actions',
  ...actionTypes.map(({ name }) => `actions:${name}`),
]

export const NewApplication = Type.Object(
  {
    name: Type.String({ minLength: 1, maxLength: 128, pattern: '^[^\\p{Cc}]+$' }),
    scopes: Type.Optional(
      Type.Array(Type.Enum([...applicationScopes]), { minItems: 1, uniqueItems: true, default: ['read', 'actions'] }),
    ),
    rate_limit: Type.Optional(
      Type.Integer({ minimum: 1, maximum: 1_000_000, description: 'requests a minute for each API' }),
    ),
  },
  { additionalProperties: false },
)
export type NewApplication = Static<typeof NewApplication>

export const Application = Type.Object({
  app_id: Uuid,
  name: Type.String(),
  client_id: Type.String(),
  scopes: Type.Array(Type.String()),
  rate_limit: Type.Union([Type.Integer(), Type.Null()], {
    description: 'requests a minute for each API; null: the server’s default, `MUSTER_RATE_LIMIT`',
  }),
  last_used_at: Type.Union([Timestamp, Type.Null()], { description: 'to the minute; null: never' }),
  last_used_from: Type.Union([Type.String(), Type.Null()], { description: 'the address of the peer then' }),
  created_at: Timestamp,
  revoked_at: TimestampOrNull,
})
export type Application = Static<typeof Application>

export const CreatedApplication = Type.Object({
  ...Application.properties,
  client_secret: Type.String({ description: 'Shown this once: only its SHA-256 is kept.' }),
})
export type CreatedApplication = Static<typeof CreatedApplication>
