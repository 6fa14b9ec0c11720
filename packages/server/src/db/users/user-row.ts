import type { Role } from '@muster/core/api/users.ts'

/** A user, with what belongs to it counted; without its secrets. */
export interface UserRow {
  readonly account_id: number
  readonly user_id: string
  readonly email: string
  readonly name: string
  readonly role: Role
  readonly has_password: boolean
  readonly totp: boolean
  readonly passkeys: number
  readonly recovery_codes_left: number
  readonly identities: readonly { readonly issuer: string; readonly linked_at: string }[]
  readonly created_at: Date
  readonly last_sign_in_at: Date | null
  readonly disabled_at: Date | null
  readonly invitation_expires_at: Date | null
}

/** `u` is the user's row. */
export const userColumns = `u.account_id, u.user_id, u.email, u.name, u.role, u.password_hash is not null as has_password,
  u.totp_confirmed_at is not null as totp,
  (select count(*)::integer from user_passkey p
   where p.account_id = u.account_id and p.user_id = u.user_id) as passkeys,
  (select count(*)::integer from user_recovery_code c
   where c.account_id = u.account_id and c.user_id = u.user_id) as recovery_codes_left,
  (select coalesce(json_agg(json_build_object('issuer', i.issuer, 'linked_at', i.linked_at) order by i.linked_at), '[]')
   from user_identity i where i.account_id = u.account_id and i.user_id = u.user_id) as identities,
  u.created_at, u.last_sign_in_at, u.disabled_at, u.invitation_expires_at`
