import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { networkOf } from '../peer-address.ts'
import type { Route, RouteRequest } from '../route.ts'
import { callerOf, type Doors, peerOf, requireAccess, requireHolder } from './authenticate.ts'
import { compileCheck } from './check-schema.ts'
import { readIdempotency } from './idempotency.ts'
import { type ConsumeRateLimit, rateLimitKey, requireAllowed, tellRateLimit } from './rate-limit.ts'
import { refuseForeignPage } from './refuse-forgery.ts'
import { sendAnswer } from './send-answer.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    route?: Route
  }
}

export interface Gate extends Doors {
  readonly consumeRateLimit: ConsumeRateLimit
  readonly rateLimitPerMinute: number
}

/** Of one address, whoever it is: who is half signed in has a row, and rows are not for everybody to fill a disk with. */
const strangersPerMinute = 1000

export function addRoute(app: FastifyInstance, route: Route, gate: Gate): void {
  const checkParams = route.params && compileCheck(route.params, 'params')
  const checkQuery = route.query && compileCheck(route.query, 'query')
  const checkBody = route.body && compileCheck(route.body, 'body')
  app.route({
    method: route.method,
    url: route.path,
    config: { route },
    exposeHeadRoute: route.method === 'GET' && !route.refusesHead,
    bodyLimit: bodyBytesMaxOf(route, app.initialConfig.bodyLimit!),
    // Before the body is read: without a good token, none is read but the small one of a public route.
    onRequest: (request, reply) => passGate(route, gate, request, reply),
    handler: async (request, reply) => {
      const params = request.params as Record<string, string>
      const query = queryOf(route, request)
      const answer = await route.handle({
        caller: callerOf(route, request),
        params: checkParams ? (checkParams(params) as Record<string, string>) : params,
        query: checkQuery ? (checkQuery(query) as Record<string, unknown>) : query,
        body: checkBody ? checkBody(request.body) : request.body,
        headers: request.headers,
        idempotent: readIdempotency(route, request),
        signal: signalOf(reply),
      } satisfies RouteRequest)
      return sendAnswer(reply, answer)
    },
  })
}

/** Without the token. To the wire API, what is said twice alike is said once. */
function queryOf({ access }: Route, request: FastifyRequest): Record<string, unknown> {
  const { access_token: _, ...query } = request.query as Record<string, unknown>
  if (access.api !== 'wire') return query
  for (const [key, value] of Object.entries(query)) {
    if (Array.isArray(value) && value.every((one) => one === value[0])) query[key] = value[0]
  }
  return query
}

/** What anybody may send is small: a message of an agent, or the parameters of OAuth. */
function bodyBytesMaxOf({ access, bodyBytesMax }: Route, preset: number): number {
  if (bodyBytesMax !== undefined) return bodyBytesMax
  if (access.kind !== 'public') return preset
  return Math.min(preset, access.api === 'oauth' ? 16 * 1024 : 256 * 1024)
}

async function passGate(route: Route, gate: Gate, request: FastifyRequest, reply: FastifyReply): Promise<void> {
  const { access } = route
  if (access.kind === 'public') {
    if (access.api === 'sign-in') refuseForeignPage(request, gate.publicUrl())
    if (access.api === 'sign-in' || access.api === 'link') {
      const key = `${access.api}:${networkOf(peerOf(request) ?? '')}`
      requireAllowed(reply, await gate.consumeRateLimit(key, strangersPerMinute))
    }
    return
  }
  const holder = await requireHolder(gate, access, request, reply)
  request.facts.holder = holder
  if (access.kind === 'token' && access.rateLimit !== undefined) {
    const limit = holder.rateLimit ?? gate.rateLimitPerMinute
    const state = await gate.consumeRateLimit(rateLimitKey(holder, access.rateLimit), limit)
    tellRateLimit(reply, access.rateLimit, state)
    requireAllowed(reply, state)
  }
  requireAccess(access, holder, reply)
}

function signalOf(reply: FastifyReply): AbortSignal {
  const controller = new AbortController()
  reply.raw.once('close', () => {
    if (!reply.raw.writableFinished) controller.abort()
  })
  return controller.signal
}
