import type { RouteRequest } from '../route.ts'
import { OAuthRefusal } from './oauth-refusal.ts'

/** Client id and secret as HTTP Basic has them; undefined where the header has none. */
export function basicCredentials({ headers }: Pick<RouteRequest, 'headers'>): [id: string, secret: string] | undefined {
  const encoded = /^Basic +([A-Za-z0-9+/=_-]+) *$/i.exec(headers.authorization ?? '')?.[1]
  if (encoded === undefined) return undefined
  const [id, ...secret] = Buffer.from(encoded, 'base64').toString('utf8').split(':')
  return [id ?? '', secret.join(':')]
}

/**
 * A client proves itself in one way (RFC 6749 §2.3). Libraries that put the same into the form besides mean no other
 * client, and go through; of two different ones, which is meant is not guessed.
 * @throws OAuthRefusal invalid_request
 */
export function requireOneClient(request: RouteRequest, parameters: ReadonlyMap<string, string>): void {
  const basic = basicCredentials(request)
  if (basic === undefined) return
  const [id, secret] = basic
  if ((parameters.get('client_id') || id) === id && (parameters.get('client_secret') || secret) === secret) return
  throw new OAuthRefusal('invalid_request', 'HTTP Basic and the parameters name two different clients; send one.')
}
