import { type Static, Type } from 'typebox'
import { Timestamp, TimestampOrNull, Uuid } from './page.ts'

/**
 * People who sign in to the console. Administrators' routes (scope `admin`; all but the looks need a fresh sign-in when
 * they come through a console session):
 *
 * GET    /api/v1/users                          → 200 page of User, by e-mail address
 * POST   /api/v1/users                          NewUser → 201 InvitedUser; 409 conflict (the address is taken)
 * GET    /api/v1/users/:user_id                 → 200 User; 404
 * PATCH  /api/v1/users/:user_id                 UserChange → 200 User; 404; 409 conflict (the last administrator)
 * POST   /api/v1/users/:user_id/invite          → 200 InvitedUser: a new link, also for a forgotten password; 404; 409 disabled
 * POST   /api/v1/users/:user_id/disable         → 200 User: ends the sessions; 404; 409 the last administrator
 * POST   /api/v1/users/:user_id/enable          → 200 User; 404
 * POST   /api/v1/users/:user_id/reset-second-factors → 200 User: no TOTP, passkey or recovery code is left; 404
 * DELETE /api/v1/users/:user_id                 → 200 User as it was; 404; 409 the last administrator
 * GET    /api/v1/users/:user_id/sessions        → 200 page of UserSession (all on one page); 404
 * POST   /api/v1/users/:user_id/sessions/end    → 200 EndedSessions: all of them; 404
 *
 * The invited person (public, the token of the link stands for the sign-in):
 *
 * POST   /api/v1/invitations/show               InvitationToken → 200 Invitation; 404 unknown, used or over
 * POST   /api/v1/invitations/accept             AcceptedInvitation → 200 SignInAnswer (api/session); 400; 404; 429
 */
export const roles = ['viewer', 'operator', 'administrator'] as const
export const Role = Type.Enum([...roles], {
  description:
    'viewer: looks; operator: also acts on devices, groups, enrolment and duplicates; administrator: also users, ' +
    'applications, releases and settings',
})
export type Role = (typeof roles)[number]

/** Addresses are compared without regard to case. */
export const Email = Type.String({
  minLength: 3,
  maxLength: 254,
  pattern: '^[^\\s@\\p{Cc}]+@[^\\s@\\p{Cc}]+$',
  description: 'an e-mail address; what one signs in by',
})
export const UserName = Type.String({ minLength: 1, maxLength: 128, pattern: '^[^\\p{Cc}]+$' })
export const passwordLengthMin = 12
export const NewPassword = Type.String({
  minLength: passwordLengthMin,
  maxLength: 256,
  description: `at least ${passwordLengthMin} characters, of at least five different ones; not the e-mail address`,
})

export const User = Type.Object({
  user_id: Uuid,
  email: Type.String(),
  name: Type.String(),
  role: Role,
  /** Where not: by passkey or by the company's sign-in alone, or not yet. */
  has_password: Type.Boolean(),
  totp: Type.Boolean({ description: 'whether codes of an authenticator app are asked for' }),
  passkeys: Type.Integer(),
  recovery_codes_left: Type.Integer(),
  identities: Type.Array(Type.Object({ issuer: Type.String(), linked_at: Timestamp }), {
    description: 'sign-in at the company’s OpenID provider that belongs to this user',
  }),
  created_at: Timestamp,
  last_sign_in_at: TimestampOrNull,
  disabled_at: TimestampOrNull,
  invitation_expires_at: Type.Union([Timestamp, Type.Null()], {
    description: 'of a link that was not used yet; null where none is open',
  }),
})
export type User = Static<typeof User>

export const NewUser = Type.Object({ email: Email, name: UserName, role: Role }, { additionalProperties: false })
export type NewUser = Static<typeof NewUser>

export const UserChange = Type.Object(
  { name: Type.Optional(UserName), role: Type.Optional(Role) },
  { additionalProperties: false, minProperties: 1 },
)
export type UserChange = Static<typeof UserChange>

export const InvitedUser = Type.Object({
  ...User.properties,
  invitation_link: Type.String({
    description: '`<server>/invitation#token=…`: shown this once, good once and for seven days; hand it to the person',
  }),
})
export type InvitedUser = Static<typeof InvitedUser>

const Token = Type.String({ minLength: 1, maxLength: 128 })

export const InvitationToken = Type.Object({ token: Token }, { additionalProperties: false })
export type InvitationToken = Static<typeof InvitationToken>

export const Invitation = Type.Object({
  email: Type.String(),
  name: Type.String(),
  role: Role,
  expires_at: Timestamp,
})
export type Invitation = Static<typeof Invitation>

export const AcceptedInvitation = Type.Object(
  { token: Token, password: NewPassword, name: Type.Optional(UserName) },
  { additionalProperties: false },
)
export type AcceptedInvitation = Static<typeof AcceptedInvitation>

export const UserSession = Type.Object({
  session_id: Uuid,
  current: Type.Boolean({ description: 'the one that asks' }),
  signed_in_by: Type.String({ description: '`password`, `password+totp`, `passkey`, `openid` and the like' }),
  created_at: Timestamp,
  last_used_at: Timestamp,
  expires_at: Timestamp,
  peer: Type.Union([Type.String(), Type.Null()]),
  user_agent: Type.String(),
})
export type UserSession = Static<typeof UserSession>

export const EndedSessions = Type.Object({ ended: Type.Integer() })
export type EndedSessions = Static<typeof EndedSessions>
