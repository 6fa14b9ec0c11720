import { type Static, Type } from 'typebox'
import { actionTypes } from '../action/types/index.ts'
import { Timestamp, TimestampOrNull, Uuid } from './page.ts'

/** What an application may be allowed. `admin` is for operators. */
export const applicationScopes: readonly string[] = [
  'read',
  'actions',
  ...actionTypes.map(({ name }) => `actions:${name}`),
]

export const clientTypes = ['confidential', 'public'] as const
const ClientType = Type.Enum([...clientTypes], {
  description:
    'confidential: has a secret and can keep it; public: runs where it can keep none (an app on a desktop or a phone, a ' +
    'page in a browser), and only ever acts for a user',
})

const ApplicationName = Type.String({ minLength: 1, maxLength: 128, pattern: '^[^\\p{Cc}]+$' })
const RedirectUris = Type.Array(Type.String({ minLength: 1, maxLength: 2048 }), {
  maxItems: 20,
  uniqueItems: true,
  description:
    'where users come back to after they let the application in (grant `authorization_code`), compared letter by ' +
    'letter: https; http on this machine only (127.0.0.1, [::1], localhost); of a public one also a scheme of its own ' +
    'with a dot, such as `com.example.app:/back`',
})

export const NewApplication = Type.Object(
  {
    name: ApplicationName,
    scopes: Type.Optional(
      Type.Array(Type.Enum([...applicationScopes]), { minItems: 1, uniqueItems: true, default: ['read', 'actions'] }),
    ),
    rate_limit: Type.Optional(
      Type.Integer({ minimum: 1, maximum: 1_000_000, description: 'requests a minute for each API' }),
    ),
    redirect_uris: Type.Optional(RedirectUris),
    client_type: Type.Optional(ClientType),
  },
  { additionalProperties: false },
)
export type NewApplication = Static<typeof NewApplication>

export const ApplicationChange = Type.Object(
  {
    name: Type.Optional(ApplicationName),
    redirect_uris: Type.Optional(RedirectUris),
    client_type: Type.Optional(ClientType),
  },
  { additionalProperties: false, minProperties: 1 },
)
export type ApplicationChange = Static<typeof ApplicationChange>

export const Application = Type.Object({
  app_id: Uuid,
  name: Type.String(),
  client_id: Type.String(),
  client_type: ClientType,
  scopes: Type.Array(Type.String()),
  redirect_uris: Type.Array(Type.String()),
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
  client_secret: Type.Union([Type.String(), Type.Null()], {
    description: 'Shown this once: only its SHA-256 is kept. Null: a public application has none.',
  }),
})
export type CreatedApplication = Static<typeof CreatedApplication>

export const ChangedApplication = Type.Object({
  ...Application.properties,
  client_secret: Type.Union([Type.String(), Type.Null()], {
    description: 'Of one that was public until now, shown this once; else null: it is as it was.',
  }),
})
export type ChangedApplication = Static<typeof ChangedApplication>

/** An application that a user has let in, to act in his name. */
export const ApplicationGrant = Type.Object({
  app_id: Uuid,
  name: Type.String(),
  scopes: Type.Array(Type.String(), { description: 'what it may do, as far as the user’s role allows it too' }),
  granted_at: Timestamp,
})
export type ApplicationGrant = Static<typeof ApplicationGrant>
