import type { RouteRequest } from '../route.ts'
import { OAuthRefusal } from './oauth-refusal.ts'

/**
 * The parameters of a call, wherever its client puts them: form, JSON or URL (old clients use GET). One without a value
 * was not sent (RFC 6749 §3.1).
 * @throws OAuthRefusal invalid_request where one is given twice with different values, or is not text
 */
export function readParameters({
  query,
  body,
  headers,
}: Pick<RouteRequest, 'query' | 'body' | 'headers'>): Map<string, string> {
  const parameters = new Map<string, string>()
  const sent = typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : {}
  const isForm = headers['content-type']?.toLowerCase().startsWith('application/x-www-form-urlencoded')
  for (const [key, value] of Object.entries(query)) add(parameters, key, [value].flat())
  // A form that gives a parameter twice is read as a list; a list in JSON is one.
  for (const [key, value] of Object.entries(sent)) add(parameters, key, isForm ? [value].flat() : [value])
  return parameters
}

function add(parameters: Map<string, string>, key: string, values: readonly unknown[]): void {
  for (const value of values) {
    if (typeof value !== 'string') throw new OAuthRefusal('invalid_request', 'A parameter is not text.')
    if (value === '') continue
    if ((parameters.get(key) ?? value) !== value) {
      throw new OAuthRefusal('invalid_request', 'A parameter is given twice, with different values.')
    }
    parameters.set(key, value)
  }
}
