import { type Static, Type } from 'typebox'
import { Timestamp, TimestampOrNull, Uuid } from './page.ts'
import { PasskeyResponse } from './session.ts'
import { NewPassword, UserName } from './users.ts'

/**
 * One's own profile. By a console session only; (fresh) marks what answers 403 fresh_sign_in_needed until
 * POST /api/v1/session/fresh.
 *
 * GET    /api/v1/profile                          → 200 User (api/users)
 * PATCH  /api/v1/profile                          ProfileChange → 200 User
 * PUT    /api/v1/profile/password         (fresh) PasswordChange → 200 User; ends one's other sessions
 * POST   /api/v1/profile/totp             (fresh) → 200 NewTotp: not asked for until confirmed; 409 there is one
 * POST   /api/v1/profile/totp/confirm     (fresh) TotpCode → 200 RecoveryCodes; 401 wrong_credentials; 409 none begun
 * DELETE /api/v1/profile/totp             (fresh) → 200 User
 * GET    /api/v1/profile/passkeys                 → 200 page of Passkey (all on one page)
 * POST   /api/v1/profile/passkeys/options (fresh) → 200 PasskeyCeremony (api/session), to create one
 * POST   /api/v1/profile/passkeys         (fresh) NewPasskey → 201 Passkey; 400; 409 the ceremony is over
 * PATCH  /api/v1/profile/passkeys/:passkey_id     PasskeyChange → 200 Passkey; 404
 * DELETE /api/v1/profile/passkeys/:passkey_id (fresh) → 200 Passkey as it was; 404
 * POST   /api/v1/profile/recovery-codes   (fresh) → 200 RecoveryCodes: the old ones are over; 409 no second factor
 * GET    /api/v1/profile/sessions                 → 200 page of UserSession (api/users; all on one page)
 * DELETE /api/v1/profile/sessions/:session_id     → 200 UserSession as it was; 404
 * POST   /api/v1/profile/sessions/end-others      → 200 EndedSessions (api/users)
 */
export const ProfileChange = Type.Object({ name: UserName }, { additionalProperties: false })
export type ProfileChange = Static<typeof ProfileChange>

export const PasswordChange = Type.Object({ password: NewPassword }, { additionalProperties: false })
export type PasswordChange = Static<typeof PasswordChange>

export const NewTotp = Type.Object({
  totp: Type.Object(
    {
      secret: Type.String({ description: 'base32, for typing' }),
      uri: Type.String({ description: 'otpauth://…, for a QR code' }),
    },
    { description: 'shown this once' },
  ),
})
export type NewTotp = Static<typeof NewTotp>

export const TotpCode = Type.Object({ code: Type.String({ pattern: '^\\d{6}$' }) }, { additionalProperties: false })
export type TotpCode = Static<typeof TotpCode>

export const RecoveryCodes = Type.Object({
  recovery_codes: Type.Array(Type.String(), {
    description: 'each good once in place of a second factor; shown this once. Empty: those made earlier stay',
  }),
})
export type RecoveryCodes = Static<typeof RecoveryCodes>

const PasskeyName = Type.String({ minLength: 1, maxLength: 64, pattern: '^[^\\p{Cc}]+$' })

export const Passkey = Type.Object({
  passkey_id: Uuid,
  name: Type.String(),
  created_at: Timestamp,
  last_used_at: TimestampOrNull,
  backed_up: Type.Boolean({ description: 'kept by a service that brings it to the user’s other devices' }),
  transports: Type.Array(Type.String()),
})
export type Passkey = Static<typeof Passkey>

export const NewPasskey = Type.Object(
  { ceremony: Type.String({ minLength: 1, maxLength: 128 }), name: PasskeyName, passkey: PasskeyResponse },
  { additionalProperties: false },
)
export type NewPasskey = Static<typeof NewPasskey>

export const PasskeyChange = Type.Object({ name: PasskeyName }, { additionalProperties: false })
export type PasskeyChange = Static<typeof PasskeyChange>
