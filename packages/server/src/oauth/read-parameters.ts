import type { RouteRequest } from '../route.ts'
import { OAuthRefusal } from './oauth-refusal.ts'

/**
 * The parameters of a call, wherever its client puts them: form, JSON or URL (old clients use GET).
 * @throws OAuthRefusal invalid_request where one is given twice with different values, or is not text
 */
export function readParameters({ query, body }: Pick<RouteRequest, 'query' | 'body'>): Map<string, string> {
  const parameters = new Map<string, string>()
  const sent = [query, typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : {}]
  for (const [key, value] of sent.flatMap((part) => Object.entries(part))) {
    for (const one of [value].flat()) {
      if (typeof one !== 'string') throw new OAuthRefusal('invalid_request', 'A parameter is not text.')
      if ((parameters.get(key) ?? one) !== one) {
        throw new OAuthRefusal('invalid_request', 'A parameter is given twice, with different values.')
      }
      parameters.set(key, one)
    }
  }
  return parameters
}
