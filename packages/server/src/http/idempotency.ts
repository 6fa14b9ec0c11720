import type { FastifyRequest } from 'fastify'
import { invalidField } from '../refusal.ts'
import type { Route, RouteRequest } from '../route.ts'
import { sha256Of } from '../sha256.ts'

const header = 'idempotency-key'

export function hasIdempotencyKey({ headers }: FastifyRequest): boolean {
  return headers[header] !== undefined
}

/**
 * The key of a mutating request and what the request is: method, address without the access token, and body.
 * @throws Refusal invalid_request where the key is not 1 to 255 printable characters
 */
export function readIdempotency(route: Route, request: FastifyRequest): RouteRequest['idempotent'] {
  const key = request.headers[header]
  if (key === undefined || route.method === 'GET' || route.method === 'HEAD') return undefined
  if (typeof key !== 'string' || !/^[\x20-\x7e]{1,255}$/.test(key)) {
    throw invalidField('Idempotency-Key', 'must be 1 to 255 printable characters')
  }
  const address = new URL(request.url, 'http://muster.invalid')
  address.searchParams.delete('access_token')
  address.searchParams.sort()
  const body = request.facts.bodySha256 ?? sha256Of('').toString('hex')
  return { key, fingerprint: `${route.method} ${address.pathname}${address.search} ${body}` }
}
