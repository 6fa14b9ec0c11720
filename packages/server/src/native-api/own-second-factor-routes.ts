import { pageOf, Uuid } from '@muster/core/api/page.ts'
import {
  NewPasskey,
  NewTotp,
  Passkey,
  PasskeyChange,
  RecoveryCodes,
  TotpCode,
} from '@muster/core/api/second-factors.ts'
import { PasskeyCeremony } from '@muster/core/api/session.ts'
import { User } from '@muster/core/api/users.ts'
import { Type } from 'typebox'
import {
  beginPasskey,
  listOwnPasskeys,
  registerPasskey,
  removeOwnPasskey,
  renamePasskey,
} from '../operations/profile/own-passkeys.ts'
import { renewRecoveryCodes } from '../operations/profile/own-recovery-codes.ts'
import { beginTotp, confirmTotp, removeOwnTotp } from '../operations/profile/own-totp.ts'
import type { Services } from '../services.ts'
import { change, json, type NativeRoute, needsSession, prefix } from './native-route.ts'

const tag = 'profile'
const path = `${prefix}/profile`
const fresh = needsSession({ fresh: true })
const passkeyPath = { path: `${path}/passkeys/:passkey_id`, params: Type.Object({ passkey_id: Uuid }) }

export function ownSecondFactorRoutes(services: Services): NativeRoute[] {
  return [
    {
      method: 'POST',
      path: `${path}/totp`,
      tag,
      operationId: 'beginTotp',
      summary: 'Begin with an authenticator app',
      description: 'The secret is shown this once, and its codes are not asked for until one was confirmed.',
      access: fresh,
      ignoresBody: true,
      response: NewTotp,
      errors: ['conflict'],
      handle: (request) =>
        change(services, request, (unit, caller) => beginTotp(services, unit, caller), { secret: 'totp' }),
    },
    {
      method: 'POST',
      path: `${path}/totp/confirm`,
      tag,
      operationId: 'confirmTotp',
      summary: 'Have codes of the authenticator app asked for from now on',
      access: fresh,
      body: TotpCode,
      response: RecoveryCodes,
      errors: ['conflict', 'wrong_credentials'],
      handle: (request) =>
        change(services, request, (unit, caller) => confirmTotp(services, unit, caller, request.body as TotpCode), {
          secret: 'recovery_codes',
        }),
    },
    {
      method: 'DELETE',
      path: `${path}/totp`,
      tag,
      operationId: 'removeTotp',
      summary: 'Remove the authenticator app',
      access: fresh,
      response: User,
      handle: (request) => change(services, request, (unit, caller) => removeOwnTotp(services, unit, caller)),
    },
    {
      method: 'POST',
      path: `${path}/recovery-codes`,
      tag,
      operationId: 'renewRecoveryCodes',
      summary: 'Make new recovery codes',
      description: 'Shown this once; the old ones are over.',
      access: fresh,
      ignoresBody: true,
      response: RecoveryCodes,
      errors: ['conflict'],
      handle: (request) =>
        change(services, request, (unit, caller) => renewRecoveryCodes(services, unit, caller), {
          secret: 'recovery_codes',
        }),
    },
    {
      method: 'GET',
      path: `${path}/passkeys`,
      tag,
      operationId: 'listPasskeys',
      summary: 'List one’s passkeys',
      access: needsSession(),
      response: pageOf(Passkey),
      handle: async ({ caller }) => json(await listOwnPasskeys(services, caller)),
    },
    {
      method: 'POST',
      path: `${path}/passkeys/options`,
      tag,
      operationId: 'beginPasskey',
      summary: 'Begin to register a passkey',
      access: fresh,
      takesNoKey: true,
      ignoresBody: true,
      response: PasskeyCeremony,
      handle: async ({ caller }) => json(await beginPasskey(services, caller)),
    },
    {
      method: 'POST',
      path: `${path}/passkeys`,
      tag,
      operationId: 'registerPasskey',
      summary: 'Register a passkey',
      access: fresh,
      status: 201,
      body: NewPasskey,
      response: Passkey,
      errors: ['conflict'],
      handle: (request) =>
        change(
          services,
          request,
          (unit, caller) => registerPasskey(services, unit, caller, request.body as NewPasskey),
          { status: 201 },
        ),
    },
    {
      ...passkeyPath,
      method: 'PATCH',
      tag,
      operationId: 'renamePasskey',
      summary: 'Rename a passkey',
      access: needsSession(),
      body: PasskeyChange,
      response: Passkey,
      errors: ['not_found'],
      handle: (request) =>
        change(services, request, (unit, caller) =>
          renamePasskey(services, unit, caller, {
            passkeyId: request.params.passkey_id!,
            name: (request.body as PasskeyChange).name,
          }),
        ),
    },
    {
      ...passkeyPath,
      method: 'DELETE',
      tag,
      operationId: 'removePasskey',
      summary: 'Remove a passkey',
      access: fresh,
      response: Passkey,
      errors: ['not_found', 'conflict'],
      handle: (request) =>
        change(services, request, (unit, caller) =>
          removeOwnPasskey(services, unit, caller, request.params.passkey_id!),
        ),
    },
  ]
}
