import type { IncomingHttpHeaders } from 'node:http'
import { Refusal } from '../refusal.ts'

/**
 * The access token: from `Authorization: Bearer` and, where `inUrl` allows it, from `?access_token=`.
 * @throws Refusal invalid_request where two different ones are sent: which is meant is not guessed
 */
export function readToken(
  headers: IncomingHttpHeaders,
  query: Readonly<Record<string, unknown>>,
  inUrl: boolean,
): string | undefined {
  const sent = new Set<string>()
  const bearer = /^Bearer +([^\s]+) *$/i.exec(headers.authorization ?? '')?.[1]
  if (bearer !== undefined) sent.add(bearer)
  if (inUrl) {
    for (const value of [query.access_token].flat()) if (typeof value === 'string' && value !== '') sent.add(value)
  }
  if (sent.size > 1) {
    throw new Refusal('invalid_request', 'The request carries two different access tokens; send one.', [
      { field: 'access_token', message: 'differs from the other token of this request' },
    ])
  }
  return sent.values().next().value
}
