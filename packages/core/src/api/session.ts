import { type Static, Type } from 'typebox'
import { Timestamp, Uuid } from './page.ts'
import { User } from './users.ts'

/**
 * Signing in to the console, and the session that comes of it. The session is a cookie (`__Host-muster`, or `muster`
 * where the server is not reached by https): scripts never see it. Every request by cookie other than GET and HEAD
 * carries the header `X-CSRF-Token` with the session's `csrf_token`; else 403 csrf_refused. No session, or one that is
 * over: 401 invalid_token. What is dangerous answers 403 fresh_sign_in_needed until POST /api/v1/session/fresh.
 *
 * Public:
 * GET    /api/v1/sign-in                   → 200 SignInOptions
 * POST   /api/v1/session                   PasswordSignIn → 200 SignInAnswer; 401 wrong_credentials; 429 rate_limited
 * POST   /api/v1/session/second-factor     SecondFactor → 200 SignedIn; 401 wrong_credentials (code wrong; or the
 *                                          ceremony is over: start anew, `errors[0].field` is `ceremony`); 429
 * POST   /api/v1/session/passkey/options   (no body) → 200 PasskeyCeremony: sign-in without e-mail and password
 * POST   /api/v1/session/passkey           PasskeyAnswer → 200 SignedIn; 401 wrong_credentials; 429
 *
 * GET    /auth/oidc/start?return_to=/path[&purpose=sign_in|fresh|link]   browser navigation → 302 to the provider
 * GET    /auth/oidc/callback               → 302 to return_to, or to /sign-in?error=<SignInError>
 *
 * By a session:
 * GET    /api/v1/session                   → 200 Session
 * DELETE /api/v1/session                   → 200 {}: signed out, the cookie is taken back
 * POST   /api/v1/session/fresh/options     (no body) → 200 PasskeyCeremony over the user's own passkeys
 * POST   /api/v1/session/fresh             FreshSignIn → 200 Session with `fresh_until`; 401 wrong_credentials; 429
 */
export const SignInOptions = Type.Object({
  set_up_needed: Type.Boolean({ description: 'no user exists: open the link that the server printed at its start' }),
  passkeys: Type.Boolean({ description: 'false where the server is reached by a bare address: browsers refuse them' }),
  openid: Type.Union([Type.Object({ name: Type.String({ description: 'for the button' }) }), Type.Null()]),
})
export type SignInOptions = Static<typeof SignInOptions>

export const Session = Type.Object({
  session_id: Uuid,
  user: User,
  scopes: Type.Array(Type.String(), { description: 'what the role allows: `read`, `actions`, `operate`, `admin`' }),
  csrf_token: Type.String(),
  signed_in_by: Type.String(),
  fresh_until: Type.Union([Timestamp, Type.Null()], { description: 'null: dangerous things ask to sign in again' }),
  expires_at: Timestamp,
})
export type Session = Static<typeof Session>

const Password = Type.String({ minLength: 1, maxLength: 256 })
const Ceremony = Type.String({
  minLength: 1,
  maxLength: 128,
  description: 'from the answer before; good for five minutes',
})
const Code = Type.String({ minLength: 1, maxLength: 32 })

/** As `navigator.credentials` gives and takes it in the JSON form of WebAuthn Level 3. */
export const PasskeyResponse = Type.Object(
  {
    id: Type.String({ minLength: 1, maxLength: 2048 }),
    rawId: Type.String({ minLength: 1, maxLength: 2048 }),
    type: Type.Literal('public-key'),
    response: Type.Record(Type.String(), Type.Unknown()),
  },
  { description: 'PublicKeyCredential.toJSON()' },
)
export type PasskeyResponse = Static<typeof PasskeyResponse>

export const PasswordSignIn = Type.Object(
  { email: Type.String({ minLength: 1, maxLength: 254 }), password: Password },
  { additionalProperties: false },
)
export type PasswordSignIn = Static<typeof PasswordSignIn>

export const PasskeyCeremony = Type.Object({
  ceremony: Ceremony,
  options: Type.Record(Type.String(), Type.Unknown(), {
    description: 'for PublicKeyCredential.parseRequestOptionsFromJSON, or parseCreationOptionsFromJSON',
  }),
})
export type PasskeyCeremony = Static<typeof PasskeyCeremony>

export const SignedIn = Type.Object({ state: Type.Literal('signed_in'), session: Session })
export type SignedIn = Static<typeof SignedIn>

export const SecondFactorNeeded = Type.Object({
  state: Type.Literal('second_factor_needed'),
  ceremony: Ceremony,
  totp: Type.Boolean(),
  recovery_codes: Type.Boolean(),
  passkey_options: Type.Union([PasskeyCeremony.properties.options, Type.Null()], {
    description: 'for the same ceremony; null where the user has no passkey',
  }),
})
export type SecondFactorNeeded = Static<typeof SecondFactorNeeded>

export const SignInAnswer = Type.Union([SignedIn, SecondFactorNeeded])
export type SignInAnswer = Static<typeof SignInAnswer>

/** Exactly one of the three. */
export const SecondFactor = Type.Object(
  {
    ceremony: Ceremony,
    totp: Type.Optional(Code),
    recovery_code: Type.Optional(Code),
    passkey: Type.Optional(PasskeyResponse),
  },
  { additionalProperties: false, minProperties: 2, maxProperties: 2 },
)
export type SecondFactor = Static<typeof SecondFactor>

export const PasskeyAnswer = Type.Object(
  { ceremony: Ceremony, passkey: PasskeyResponse },
  { additionalProperties: false },
)
export type PasskeyAnswer = Static<typeof PasskeyAnswer>

/** `{password}`, `{totp}` or `{ceremony, passkey}`. A user of the company's sign-in goes to /auth/oidc/start?purpose=fresh. */
export const FreshSignIn = Type.Object(
  {
    password: Type.Optional(Password),
    totp: Type.Optional(Code),
    ceremony: Type.Optional(Ceremony),
    passkey: Type.Optional(PasskeyResponse),
  },
  { additionalProperties: false, minProperties: 1, maxProperties: 2 },
)
export type FreshSignIn = Static<typeof FreshSignIn>

/** Of the company's sign-in, told in the address: `/sign-in?error=…`. Closed list. */
export const signInErrors = {
  openid_off: 'Sign-in with the company’s account is not set up on this server.',
  openid_failed: 'The company’s sign-in did not end well. Try again; the server’s log says what went wrong.',
  openid_expired: 'That took too long, or was begun in another browser. Try again.',
  not_allowed: 'Your company’s account may not use this server. Ask an administrator.',
  email_taken: 'A user with this e-mail address exists. Sign in as that user, and link the account in your profile.',
  other_user: 'This company account belongs to another user.',
  disabled: 'This user is disabled. Ask an administrator.',
} as const
export type SignInError = keyof typeof signInErrors
