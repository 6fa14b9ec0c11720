import type { IncomingMessage, Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import helmet from '@fastify/helmet'
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import { Refusal } from '../refusal.ts'
import type { Route } from '../route.ts'
import type { Services } from '../services.ts'
import { addRoute } from './add-route.ts'
import { answerBrokenHttp, answerUnusualHttp } from './answer-broken-http.ts'
import { answerError, toRefusal } from './answer-error.ts'
import type { Authenticate, AuthenticateSession } from './authenticate.ts'
import { methodFinder } from './find-methods.ts'
import { type AnswerFacts, logAccess } from './log-access.ts'
import { parseBody } from './parse-body.ts'
import { plainUrl } from './plain-url.ts'
import type { ConsumeRateLimit } from './rate-limit.ts'
import { RequestFacts } from './request-facts.ts'
import { requestIdOf } from './request-id.ts'
import { sendJson } from './send-answer.ts'
import { drainBody, letBodyCome } from './take-body.ts'

export interface HttpServerOptions {
  readonly services: Pick<Services, 'log' | 'publicUrl'>
  readonly routes: readonly Route[]
  readonly settings: HttpSettings
  readonly authenticate: Authenticate
  readonly authenticateSession: AuthenticateSession
  readonly consumeRateLimit: ConsumeRateLimit
  readonly onAnswer?: (facts: AnswerFacts) => void
  /** Where a WebSocket may open: `server` tells of it by `upgrade`. Anywhere else such a request is a plain one. */
  readonly socketPaths?: readonly string[]
}

export interface HttpSettings {
  readonly bodyBytesMax: number
  /** CIDRs of the proxies whose X-Forwarded-For is believed; from anybody else it is not looked at. */
  readonly trustedProxies: readonly string[]
  /** Requests a minute for each API and account. */
  readonly rateLimitPerMinute: number
  readonly tls?: { readonly cert: Buffer; readonly key: Buffer } | undefined
}

export interface HttpServer {
  /** Port 0 takes a free one. */
  listen(host: string, port: number): Promise<{ host: string; port: number }>
  /** Takes no more connections, lets the requests in flight finish (at most `graceMillis`), and ends the rest. */
  close(graceMillis?: number): Promise<void>
  /** For the agents' channel, which listens to its `upgrade`. */
  readonly server: Server
}

export async function createHttpServer(options: HttpServerOptions): Promise<HttpServer> {
  const { services, routes, settings, authenticate, authenticateSession, consumeRateLimit } = options
  const { publicUrl } = services
  const app = createFramework(options)
  answerUnusualHttp(app.server)
  let closing = false

  await app.register(helmet, {
    contentSecurityPolicy: { useDefaults: false, directives: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] } },
    strictTransportSecurity: settings.tls ? { maxAge: 31_536_000, includeSubDomains: false } : false,
  })
  app.decorateRequest('facts')
  app.addHook('onRequest', async (request, reply) => {
    request.facts = new RequestFacts()
    reply.headers({ 'x-request-id': request.id, 'cache-control': 'no-store' })
    if (closing) reply.header('connection', 'close')
    logAccess(services.log, options.onAnswer, request, reply)
    if (request.raw.httpVersion === '1.1' && request.headers.host === undefined) {
      reply.header('connection', 'close')
      throw new Refusal('invalid_request', 'The header Host is missing.')
    }
  })
  app.addHook('onSend', async (_request, reply) => {
    if (closing) reply.header('connection', 'close')
  })
  app.addHook('preParsing', async (request, reply) => letBodyCome(request, reply))
  answerUnknown(app, routes)
  app.setErrorHandler((error, request, reply) => answerThrown(services, error, request, reply))
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', { parseAs: 'buffer' }, async (request: FastifyRequest, bytes: Buffer) =>
    parseBody(request.routeOptions.config.route!, request, bytes),
  )
  const { rateLimitPerMinute } = settings
  const gate = { authenticate, authenticateSession, publicUrl, consumeRateLimit, rateLimitPerMinute }
  // HEAD first: the framework derives one from each GET that has none.
  for (const route of routes.filter(({ method }) => method === 'HEAD')) addRoute(app, route, gate)
  for (const route of routes.filter(({ method }) => method !== 'HEAD')) addRoute(app, route, gate)
  await app.ready()

  return {
    server: app.server,
    listen: async (host, port) => {
      await app.listen({ host, port })
      const address = app.server.address() as AddressInfo
      return { host: address.address, port: address.port }
    },
    close: async (graceMillis = 30_000) => {
      closing = true
      const force = setTimeout(() => app.server.closeAllConnections(), graceMillis)
      try {
        await app.close()
      } finally {
        clearTimeout(force)
      }
    },
  }
}

function createFramework({ settings, services: { log }, socketPaths = [] }: HttpServerOptions): FastifyInstance {
  const http = {
    // Answered by us, in the form of all errors.
    requireHostHeader: false,
    // Some clients ask for HTTP/2 with every request (Java's, unless told otherwise), and are content with none.
    shouldUpgradeCallback: ({ url, headers }: IncomingMessage) =>
      headers.upgrade?.toLowerCase() === 'websocket' && socketPaths.includes(url?.split('?', 1)[0] ?? ''),
  }
  const options = {
    logger: false,
    bodyLimit: settings.bodyBytesMax,
    trustProxy: settings.trustedProxies.length > 0 ? [...settings.trustedProxies] : false,
    genReqId: requestIdOf,
    requestIdHeader: false,
    // A request must be here in whole by then; the answer may take longer (long-polling agents).
    requestTimeout: 300_000,
    keepAliveTimeout: 72_000,
    forceCloseConnections: 'idle',
    // While draining, what still arrives on an open connection is served, and told to close.
    return503OnClosing: false,
    routerOptions: { maxParamLength: 512 },
    rewriteUrl: ({ url }: { url?: string | undefined }) => plainUrl(url ?? '/'),
    clientErrorHandler: answerBrokenHttp,
    frameworkErrors: (error: Error, request: FastifyRequest, reply: FastifyReply) => {
      // Comes before the hooks.
      request.facts = new RequestFacts()
      logAccess(log, undefined, request, reply)
      reply.headers({
        'cache-control': 'no-store',
        'referrer-policy': 'no-referrer',
        'x-content-type-options': 'nosniff',
      })
      return answerThrown({ log }, error, request, reply)
    },
  } as const
  return settings.tls
    ? (Fastify({ ...options, https: { ...http, ...settings.tls } }) as unknown as FastifyInstance)
    : (Fastify({ ...options, http }) as unknown as FastifyInstance)
}

/**
 * 404 where no route has the address, 405 with Allow where one has it for other methods; before any body is read. What
 * the wire API writes out goes first: `GET /o/api/v2/devices/action` does not ask for a device whose id is "action".
 */
function answerUnknown(app: FastifyInstance, routes: readonly Route[]): void {
  const findMethods = methodFinder(routes)
  const written = routes.filter(({ access, path }) => access.api === 'wire' && !path.includes(':'))
  const addresses = new Set(written.map(({ path }) => path))
  const findOwn = methodFinder(written)
  app.addHook('onRequest', async (request, reply) => {
    const path = request.url.split('?', 1)[0]!
    const own = addresses.has(path) ? findOwn(path) : []
    if (!request.is404 && (own.length === 0 || own.includes(request.method))) return
    const methods = own.length > 0 ? own : findMethods(path)
    if (methods.length === 0) throw new Refusal('not_found')
    reply.header('allow', methods.join(', '))
    throw new Refusal('method_not_allowed')
  })
  app.setNotFoundHandler(() => {
    throw new Refusal('not_found')
  })
}

async function answerThrown(
  { log }: Pick<Services, 'log'>,
  error: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const { status, body } = answerError(error, request.id, request.routeOptions.config.route?.access)
  if (status >= 500) log.error({ err: error, request_id: request.id }, `request failed: ${toRefusal(error).code}`)
  if (status === 503) reply.header('retry-after', 5)
  if (error instanceof Refusal && error.retryAfterSeconds) reply.header('retry-after', error.retryAfterSeconds)
  if (status === 415 && request.headers['content-encoding']) reply.header('accept-encoding', 'identity')
  if (status === 413) await drainBody(request)
  // The framework closes after every fault of a body that it finds itself; there is need to where some may still come.
  if (request.raw.complete && wouldGoOn(request)) reply.header('connection', 'keep-alive')
  else if (status === 413) reply.header('connection', 'close')
  reply.header('x-request-id', request.id)
  return sendJson(reply, status, body)
}

function wouldGoOn({ raw, headers }: FastifyRequest): boolean {
  return raw.httpVersion === '1.1' && headers.host !== undefined && !/close/i.test(headers.connection ?? '')
}
