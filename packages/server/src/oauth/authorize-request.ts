import { hasScope } from '../caller.ts'
import { findKnownClient, type OAuthClient } from '../operations/authenticate-client.ts'
import type { Authorization } from '../operations/oauth/give-code.ts'
import type { RouteRequest } from '../route.ts'
import type { Services } from '../services.ts'
import { OAuthRefusal } from './oauth-refusal.ts'
import { readParameters } from './read-parameters.ts'

/** Who asks, and where the answer goes: nothing is sent anywhere before both are known to belong together. */
export interface Asker {
  readonly client: OAuthClient
  readonly redirectUri: string
  readonly state: string | undefined
}

type Query = RouteRequest['query']

/** Undefined: the person is told, on a page, and the browser goes nowhere. */
export async function findAsker(services: Services, query: Query): Promise<Asker | undefined> {
  const { client_id: clientId, redirect_uri: redirectUri, state } = query
  if (typeof clientId !== 'string' || typeof redirectUri !== 'string') return undefined
  const client = await findKnownClient(services, clientId)
  if (client === undefined || !client.redirectUris.includes(redirectUri)) return undefined
  return { client, redirectUri, state: typeof state === 'string' ? state : undefined }
}

/**
 * RFC 6749 §4.1.1 with RFC 7636; the scopes are those that the application may have of what it asks for.
 * @throws OAuthRefusal, for the application
 */
export function readAuthorization({ client, redirectUri }: Asker, query: Query): Authorization {
  const parameters = readParameters({ query, body: undefined, headers: {} })
  const type = parameters.get('response_type')
  if (type === undefined) throw new OAuthRefusal('invalid_request', 'The parameter response_type is missing.')
  if (type !== 'code') throw new OAuthRefusal('unsupported_response_type', 'response_type must be code.')
  if ((parameters.get('response_mode') ?? 'query') !== 'query') {
    throw new OAuthRefusal('invalid_request', 'response_mode must be query, or absent.')
  }
  const scopes = readScopes(client, parameters.get('scope'))
  return { client, redirectUri, scopes, codeChallenge: readChallenge(client, parameters) }
}

function readScopes(client: OAuthClient, asked: string | undefined): readonly string[] {
  const scopes = [...new Set((asked ?? '').split(' ').filter(Boolean))]
  if (scopes.length === 0) return client.scopes
  if (scopes.every((scope) => hasScope(client, scope))) return scopes
  throw new OAuthRefusal('invalid_scope', 'The application may not have all of the scopes that were asked for.')
}

function readChallenge({ isPublic }: OAuthClient, parameters: ReadonlyMap<string, string>): string | undefined {
  const challenge = parameters.get('code_challenge')
  const method = parameters.get('code_challenge_method')
  if (challenge === undefined && method === undefined) {
    if (!isPublic) return undefined
    throw new OAuthRefusal('invalid_request', 'A public application must use PKCE: code_challenge is missing.')
  }
  // Absent means plain, by which whoever reads the address has the verifier.
  if (method !== 'S256') throw new OAuthRefusal('invalid_request', 'code_challenge_method must be S256.')
  if (challenge === undefined || !/^[A-Za-z0-9_-]{43}$/.test(challenge)) {
    throw new OAuthRefusal('invalid_request', 'code_challenge is not the S256 of a code verifier.')
  }
  return challenge
}
