import type { PasskeyCeremony, PasskeyResponse } from '@muster/core/api/session.ts'

type Options = PasskeyCeremony['options']

/** Has the browser answer with one of the user's passkeys. */
export async function answerByPasskey(options: Options): Promise<PasskeyResponse> {
  const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(options as never)
  return toResponse(await navigator.credentials.get({ publicKey }))
}

export async function createPasskey(options: Options): Promise<PasskeyResponse> {
  const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(options as never)
  return toResponse(await navigator.credentials.create({ publicKey }))
}

export function hasPasskeys(): boolean {
  return 'PublicKeyCredential' in globalThis && 'parseRequestOptionsFromJSON' in PublicKeyCredential
}

function toResponse(credential: Credential | null): PasskeyResponse {
  if (!(credential instanceof PublicKeyCredential)) throw new Error('The browser gave no passkey.')
  return credential.toJSON() as unknown as PasskeyResponse
}
