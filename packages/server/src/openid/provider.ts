import {
  allowInsecureRequests,
  authorizationCodeGrant,
  buildAuthorizationUrl,
  ClientSecretBasic,
  type Configuration,
  calculatePKCECodeChallenge,
  discovery,
  fetchUserInfo,
  None,
} from 'openid-client'
import type { OpenIdCeremony } from '../operations/sign-in/openid-ceremony.ts'
import type { OpenIdPerson } from '../operations/sign-in/sign-in-by-openid.ts'
import type { OpenIdSettings } from '../services.ts'

export interface OpenIdProvider {
  /** Where the browser goes. */
  addressFor(ceremony: OpenIdCeremony, redirectUri: string): Promise<URL>
  /** Who came back. @throws whatever is wrong with what the provider, or somebody in its place, says */
  personOf(ceremony: OpenIdCeremony, answer: URL): Promise<OpenIdPerson>
}

/** Clocks differ. */
const clockSkewSeconds = 60

/** The provider is asked what it can do at the first sign-in, and again after a failure. */
export function createProvider(settings: OpenIdSettings): OpenIdProvider {
  let found: Promise<Configuration> | undefined
  const configuration = () => {
    found ??= discover(settings)
    found.catch(() => {
      found = undefined
    })
    return found
  }
  return {
    addressFor: async ({ purpose, state, nonce, codeVerifier }, redirectUri) =>
      buildAuthorizationUrl(await configuration(), {
        redirect_uri: redirectUri,
        scope: settings.scopes,
        state,
        nonce,
        code_challenge: await calculatePKCECodeChallenge(codeVerifier),
        code_challenge_method: 'S256',
        ...(purpose === 'fresh' && { prompt: 'login', max_age: '0' }),
      }),
    personOf: async (ceremony, answer) => {
      const config = await configuration()
      const tokens = await authorizationCodeGrant(config, answer, {
        pkceCodeVerifier: ceremony.codeVerifier,
        expectedState: ceremony.state,
        expectedNonce: ceremony.nonce,
        idTokenExpected: true,
      })
      const claims = tokens.claims()!
      if (ceremony.purpose === 'fresh') requireRecent(claims.auth_time, ceremony)
      const more = config.serverMetadata().userinfo_endpoint
        ? await fetchUserInfo(config, tokens.access_token, claims.sub)
        : {}
      return readPerson(settings, { ...claims, ...more, iss: claims.iss, sub: claims.sub })
    },
  }
}

function discover({ issuer, clientId, clientSecret }: OpenIdSettings): Promise<Configuration> {
  const url = new URL(issuer)
  const isLocal = ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname)
  const authentication = clientSecret === undefined ? None() : ClientSecretBasic(clientSecret)
  return discovery(url, clientId, undefined, authentication, {
    // Everybody else's answers could be anybody's without TLS.
    ...(url.protocol === 'http:' && isLocal && { execute: [allowInsecureRequests] }),
  })
}

function requireRecent(authenticatedAt: unknown, { startedAt }: OpenIdCeremony): void {
  if (typeof authenticatedAt === 'number' && authenticatedAt >= startedAt - clockSkewSeconds) return
  throw new Error('the provider did not ask the person to sign in again (auth_time)')
}

function readPerson(
  { roleClaim }: OpenIdSettings,
  claims: Readonly<Record<string, unknown>> & { iss: string; sub: string },
): OpenIdPerson {
  const { email, email_verified: isVerified, name, auth_time: authTime } = claims
  const isAddress = typeof email === 'string' && /^[^\s@]{1,64}@[^\s@]{1,189}$/.test(email) && isVerified !== false
  return {
    issuer: claims.iss,
    subject: claims.sub,
    email: isAddress ? email : undefined,
    name: typeof name === 'string' && /^\P{Cc}{1,128}$/u.test(name) ? name : undefined,
    authenticatedAt: typeof authTime === 'number' ? new Date(authTime * 1000) : undefined,
    groups: [claims[roleClaim]].flat().filter((group) => typeof group === 'string'),
  }
}
