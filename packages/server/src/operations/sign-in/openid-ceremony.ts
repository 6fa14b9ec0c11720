import type { Services } from '../../services.ts'
import { endCeremony, startCeremony } from './ceremony.ts'
import { consoleAccount } from './console-account.ts'

/** Why somebody is sent to the OpenID provider: to come in, to prove anew who he is, or to have the account linked. */
export type OpenIdPurpose = 'sign_in' | 'fresh' | 'link'

/** What must be known again when he comes back. */
export interface OpenIdCeremony {
  readonly purpose: OpenIdPurpose
  readonly returnTo: string
  readonly state: string
  readonly nonce: string
  readonly codeVerifier: string
  /** Unix seconds. */
  readonly startedAt: number
  /** Not of `sign_in`: whose session began it. */
  readonly session: { readonly id: string; readonly userId: string; readonly email: string } | undefined
}

/** @returns what the browser keeps until it comes back: who began it is who ends it */
export async function startOpenIdCeremony(services: Services, facts: OpenIdCeremony): Promise<string> {
  const accountId = await consoleAccount(services.pool)
  return startCeremony(services, services.pool, { accountId, kind: 'openid', facts })
}

/** Once. @throws Refusal wrong_credentials */
export async function endOpenIdCeremony(services: Services, token: string): Promise<OpenIdCeremony> {
  const accountId = await consoleAccount(services.pool)
  return (await endCeremony(services, services.pool, { accountId, kind: 'openid', token })).facts as OpenIdCeremony
}
