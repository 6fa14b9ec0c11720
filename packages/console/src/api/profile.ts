import type { ApplicationGrant } from '@muster/core/api/applications.ts'
import type { Page } from '@muster/core/api/page.ts'
import type {
  NewPasskey,
  NewTotp,
  Passkey,
  PasswordChange,
  ProfileChange,
  RecoveryCodes,
  TotpCode,
} from '@muster/core/api/second-factors.ts'
import type { PasskeyCeremony } from '@muster/core/api/session.ts'
import type { EndedSessions, User, UserSession } from '@muster/core/api/users.ts'
import type { Endpoint } from './endpoint.ts'

type Nothing = Record<never, never>
type OnePasskey = { params: { passkey_id: string } }

export const changeProfile: Endpoint<{ body: ProfileChange }, User> = { method: 'PATCH', path: '/profile' }
export const changePassword: Endpoint<{ body: PasswordChange }, User> = { method: 'PUT', path: '/profile/password' }
export const beginTotp: Endpoint<Nothing, NewTotp> = { method: 'POST', path: '/profile/totp' }
export const confirmTotp: Endpoint<{ body: TotpCode }, RecoveryCodes> = {
  method: 'POST',
  path: '/profile/totp/confirm',
}
export const removeTotp: Endpoint<Nothing, User> = { method: 'DELETE', path: '/profile/totp' }
export const listPasskeys: Endpoint<Nothing, Page<Passkey>> = { method: 'GET', path: '/profile/passkeys' }
export const beginNewPasskey: Endpoint<Nothing, PasskeyCeremony> = { method: 'POST', path: '/profile/passkeys/options' }
export const addPasskey: Endpoint<{ body: NewPasskey }, Passkey> = { method: 'POST', path: '/profile/passkeys' }
export const removePasskey: Endpoint<OnePasskey, Passkey> = { method: 'DELETE', path: '/profile/passkeys/:passkey_id' }
export const makeRecoveryCodes: Endpoint<Nothing, RecoveryCodes> = { method: 'POST', path: '/profile/recovery-codes' }
export const listOwnGrants: Endpoint<Nothing, Page<ApplicationGrant>> = { method: 'GET', path: '/profile/grants' }
export const revokeOwnGrant: Endpoint<{ params: { app_id: string } }, ApplicationGrant> = {
  method: 'DELETE',
  path: '/profile/grants/:app_id',
}
export const listOwnSessions: Endpoint<Nothing, Page<UserSession>> = { method: 'GET', path: '/profile/sessions' }
export const endOwnSession: Endpoint<{ params: { session_id: string } }, UserSession> = {
  method: 'DELETE',
  path: '/profile/sessions/:session_id',
}
export const endOtherSessions: Endpoint<Nothing, EndedSessions> = {
  method: 'POST',
  path: '/profile/sessions/end-others',
}
