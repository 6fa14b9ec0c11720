import { parse as parseForm } from 'node:querystring'
import type { FastifyRequest } from 'fastify'
import { Refusal } from '../refusal.ts'
import type { Route } from '../route.ts'
import { sha256Of } from '../sha256.ts'
import { hasIdempotencyKey } from './idempotency.ts'
import { parseJson } from './parse-json.ts'

/** Turns the bytes of a body into what the route asks for. @throws Refusal where they are not that */
export function parseBody(route: Route, request: FastifyRequest, bytes: Buffer): unknown {
  if (hasIdempotencyKey(request)) request.facts.bodySha256 = sha256Of(bytes).toString('hex')
  if (route.ignoresBody) return undefined
  if (bytes.length > 0) refusePacked(request.headers['content-encoding'])
  if (route.rawBody === 'bytes') return bytes
  if (route.rawBody === 'text') return bytes.toString('utf8')
  if (bytes.length === 0) return undefined
  const media = mediaTypeOf(request.headers['content-type'])
  if (route.acceptsForm && media === 'application/x-www-form-urlencoded') return parseForm(bytes.toString('utf8'))
  if (media === 'application/json' || /^application\/[\w.-]+\+json$/.test(media))
    return parseJson(bytes, { wholeText: keepsWhatIsWritten(route) })
  throw route.acceptsForm
    ? new Refusal('unsupported_media_type', 'The body must be application/x-www-form-urlencoded or application/json.')
    : new Refusal('unsupported_media_type')
}

/** @throws Refusal unsupported_media_type: a small packed body may be any number of bytes, and nobody here sends one */
function refusePacked(encoding: string | undefined): void {
  if (encoding === undefined || /^\s*(identity)?\s*$/i.test(encoding)) return
  throw new Refusal('unsupported_media_type', 'The body must be sent as it is: no Content-Encoding is known here.')
}

/**
 * Where people write what is stored. To the wire API an identifier may be anything, and is unknown; what a device says
 * of itself is taken however its system spells it.
 */
function keepsWhatIsWritten({ access }: Route): boolean {
  return access.kind === 'token' ? access.api !== 'wire' : access.api === 'sign-in'
}

function mediaTypeOf(contentType: string | undefined): string {
  return (contentType ?? '').split(';', 1)[0]!.trim().toLowerCase()
}
