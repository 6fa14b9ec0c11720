import type { PasskeyResponse } from '@muster/core/api/session.ts'
import {
  type AuthenticationResponseJSON,
  type AuthenticatorTransport,
  generateAuthenticationOptions,
  generateRegistrationOptions,
  type RegistrationResponseJSON,
  type VerifiedRegistrationResponse,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from '@simplewebauthn/server'
import type { Tx } from '../../db/pool.ts'
import { findPasskey, notePasskeyUse, type PasskeyRow } from '../../db/sign-in/passkeys.ts'
import type { Services } from '../../services.ts'

/** COSE: ES256, EdDSA, RS256, which every authenticator has one of. */
const supportedAlgorithmIDs = [-7, -8, -257]

/** What browsers bind a passkey to: the name by which they reach this server. */
function relyingParty({ publicUrl }: Pick<Services, 'publicUrl'>): { id: string; origin: string } {
  const { hostname, origin } = new URL(publicUrl())
  return { id: hostname, origin }
}

export interface AskedSignature {
  /** As the browser takes it. */
  readonly options: Record<string, unknown>
  readonly challenge: string
}

/** Of one of these passkeys; of any that the browser has for this server where the list is absent. */
export async function askForSignature(
  services: Pick<Services, 'publicUrl'>,
  passkeys?: readonly PasskeyRow[],
): Promise<AskedSignature> {
  const options = await generateAuthenticationOptions({
    rpID: relyingParty(services).id,
    // A passkey alone is two factors only where the device asked for a finger, a face or a PIN.
    userVerification: passkeys === undefined ? 'required' : 'preferred',
    ...(passkeys && { allowCredentials: passkeys.map(toDescriptor) }),
  })
  return { options: { ...options }, challenge: options.challenge }
}

export async function askForPasskey(
  services: Pick<Services, 'publicUrl'>,
  user: { readonly user_id: string; readonly email: string; readonly name: string },
  passkeys: readonly PasskeyRow[],
): Promise<AskedSignature> {
  const options = await generateRegistrationOptions({
    rpName: 'Muster',
    rpID: relyingParty(services).id,
    userID: new Uint8Array(Buffer.from(user.user_id.replaceAll('-', ''), 'hex')),
    userName: user.email,
    userDisplayName: user.name,
    attestationType: 'none',
    supportedAlgorithmIDs,
    excludeCredentials: passkeys.map(toDescriptor),
    authenticatorSelection: { residentKey: 'preferred', userVerification: 'preferred' },
  })
  return { options: { ...options }, challenge: options.challenge }
}

/** Undefined where it is not what was asked for. */
export async function readNewPasskey(
  services: Pick<Services, 'publicUrl'>,
  response: PasskeyResponse,
  challenge: string,
): Promise<Extract<VerifiedRegistrationResponse, { verified: true }>['registrationInfo'] | undefined> {
  const { id, origin } = relyingParty(services)
  const result = await verifyRegistrationResponse({
    response: withExtensions(response) as unknown as RegistrationResponseJSON,
    expectedChallenge: challenge,
    expectedOrigin: origin,
    expectedRPID: id,
    requireUserVerification: false,
    supportedAlgorithmIDs,
  }).catch(() => undefined)
  return result?.registrationInfo
}

/**
 * The passkey that signed, its counter written; undefined where the signature is not what was asked for, or is of a
 * passkey of nobody's.
 */
export async function takeSignature(
  services: Pick<Services, 'publicUrl' | 'now'>,
  tx: Tx,
  asked: {
    readonly accountId: number
    readonly response: PasskeyResponse
    readonly challenge: string
    readonly needsVerifiedUser: boolean
  },
): Promise<PasskeyRow | undefined> {
  const { accountId, response, challenge, needsVerifiedUser } = asked
  const passkey = await findPasskey(tx, accountId, response.id)
  if (passkey === undefined) return undefined
  const { id, origin } = relyingParty(services)
  const result = await verifyAuthenticationResponse({
    response: withExtensions(response) as unknown as AuthenticationResponseJSON,
    expectedChallenge: challenge,
    expectedOrigin: origin,
    expectedRPID: id,
    requireUserVerification: needsVerifiedUser,
    credential: {
      id: passkey.credential_id,
      publicKey: new Uint8Array(passkey.public_key),
      counter: Number(passkey.counter),
      transports: toTransports(passkey),
    },
  }).catch(() => undefined)
  if (result?.verified !== true) return undefined
  const use = { accountId, passkeyId: passkey.passkey_id, counter: result.authenticationInfo.newCounter }
  return (await notePasskeyUse(tx, { ...use, at: services.now() })) ? passkey : undefined
}

/** Browsers leave them out where there are none. */
function withExtensions(response: PasskeyResponse): PasskeyResponse & { clientExtensionResults: object } {
  return { clientExtensionResults: {}, ...response }
}

function toDescriptor(row: PasskeyRow) {
  return { id: row.credential_id, transports: toTransports(row) }
}

function toTransports({ transports }: PasskeyRow): AuthenticatorTransport[] {
  return transports as AuthenticatorTransport[]
}
