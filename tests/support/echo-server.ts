import assert from 'node:assert/strict'
import { openDatabase } from '@muster/server/db/pool.ts'
import { createRateLimiter } from '@muster/server/db/rate-limit/create-rate-limiter.ts'
import { createHttpServer, type HttpServer } from '@muster/server/http/create-http-server.ts'
import { Refusal } from '@muster/server/refusal.ts'
import type { Route } from '@muster/server/route.ts'
import type { TokenHolder } from '@muster/server/token-holder.ts'
import { pino } from 'pino'
import { Type } from 'typebox'
import { createTestDatabase } from './database.ts'

/** The HTTP layer by itself: routes that say what reached them, tokens that the test names, a real count of requests. */
export interface EchoServer {
  readonly base: string
  readonly server: HttpServer
  /** What was logged, a line each. */
  readonly logged: string[]
  addHolder(token: string, holder?: Partial<TokenHolder>): void
  /** Another node over the same database. */
  startNode(trustedProxies?: string[]): Promise<{ base: string; server: HttpServer }>
  /** Holds the next request to `/held` back until `release`. */
  holdNext(): { entered: Promise<void>; release: () => void }
  close(): Promise<void>
}

export async function startEchoServer(): Promise<EchoServer> {
  const database = await createTestDatabase()
  const pool = await openDatabase(database.url)
  const holders = new Map<string, TokenHolder>()
  const logged: string[] = []
  const log = pino({ level: 'info' }, { write: (line: string) => void logged.push(line) })
  const held = new HeldRequest()
  const startNode = async (trustedProxies: string[] = []) => {
    const server = await createHttpServer({
      services: { log, publicUrl: () => 'http://127.0.0.1' },
      routes: echoRoutes(held),
      settings: { bodyBytesMax: 1_000_000, trustedProxies, rateLimitPerMinute: 3 },
      authenticate: async (token) => holders.get(token),
      authenticateSession: async () => undefined,
      socketPaths: ['/socket'],
      consumeRateLimit: createRateLimiter(pool),
    })
    const { port } = await server.listen('127.0.0.1', 0)
    return { server, base: `http://127.0.0.1:${port}` }
  }
  const { server, base } = await startNode()
  const addHolder = (token: string, holder: Partial<TokenHolder> = {}) => {
    const application = { id: `app-of-${token}`, name: token }
    const preset = { accountId: 1, application, scopes: ['read'], tokenId: `id-${token}`, rateLimit: undefined }
    holders.set(token, { userName: undefined, ...preset, ...holder })
  }
  addHolder('reader', { rateLimit: 100_000 })
  return {
    base,
    server,
    logged,
    addHolder,
    startNode,
    holdNext: () => held.holdNext(),
    close: async () => {
      await server.close()
      await pool.end()
      await database.drop()
    },
  }
}

class HeldRequest {
  #noteEntered: () => void = () => undefined
  #released: Promise<void> = Promise.resolve()

  holdNext(): { entered: Promise<void>; release: () => void } {
    const entered = Promise.withResolvers<void>()
    const released = Promise.withResolvers<void>()
    this.#noteEntered = entered.resolve
    this.#released = released.promise
    return { entered: entered.promise, release: released.resolve }
  }

  async pass(): Promise<void> {
    this.#noteEntered()
    await this.#released
  }
}

const wire = { kind: 'token', scope: 'read', rateLimit: 'echo', api: 'wire' } as const

function echoRoutes(held: HeldRequest): Route[] {
  return [
    {
      method: 'POST',
      path: '/o/api/v3/echo',
      access: wire,
      handle: async ({ body, query, caller, idempotent }) => ({
        status: 200,
        body: { body: body ?? null, query, caller, idempotent: idempotent ?? null },
      }),
    },
    {
      method: 'GET',
      path: '/o/api/v3/echo',
      access: wire,
      handle: async ({ caller }) => ({ status: 200, body: caller }),
    },
    {
      method: 'POST',
      path: '/o/api/v3/act',
      access: { ...wire, scope: 'actions' },
      handle: async () => ({ status: 200, body: {} }),
    },
    {
      method: 'POST',
      path: '/api/v1/things/:id',
      access: { kind: 'token', scope: 'read' },
      params: Type.Object({ id: Type.String({ maxLength: 8 }) }),
      query: Type.Object({ limit: Type.Integer({ minimum: 1, default: 10 }) }, { additionalProperties: false }),
      body: Type.Object(
        { name: Type.String(), tags: Type.Optional(Type.Array(Type.String())) },
        { additionalProperties: false },
      ),
      handle: async ({ params, query, body, caller }) => ({ status: 200, body: { params, query, body, caller } }),
    },
    {
      method: 'POST',
      path: '/public/echo',
      access: { kind: 'public' },
      handle: async ({ body }) => ({ status: 200, body: { body } }),
    },
    {
      method: 'POST',
      path: '/public/oauth',
      access: { kind: 'public', api: 'oauth' },
      handle: async ({ body }) => ({ status: 200, body: { body } }),
    },
    {
      method: 'GET',
      path: '/boom',
      access: { kind: 'public' },
      handle: async () => {
        throw new Error('the secret reason')
      },
    },
    {
      method: 'GET',
      path: '/refuse',
      access: { kind: 'public' },
      handle: async () => {
        throw new Refusal('conflict', 'Not now.')
      },
    },
    {
      method: 'GET',
      path: '/held',
      access: { kind: 'public' },
      handle: async () => {
        await held.pass()
        return { status: 200, body: { held: true } }
      },
    },
  ]
}

export const bearer = (token: string) => ({ authorization: `Bearer ${token}` })

/** A POST of that body by the application `reader`. */
export const jsonPost = (body: string | Buffer, headers: Record<string, string> = {}) => ({
  method: 'POST',
  headers: { 'content-type': 'application/json', ...bearer('reader'), ...headers },
  body: body as NonNullable<RequestInit['body']>,
})

/** The answer is that error, in the form of all errors; returns what it says. */
export async function expectError(
  answer: Response,
  status: number,
  code: string,
): Promise<{ message: string; errors: { field: string; message: string }[] }> {
  const body = (await answer.json()) as { error: { code: string; message: string; errors: []; request_id: string } }
  assert.equal(answer.status, status, JSON.stringify(body))
  assert.equal(body.error.code, code)
  assert.equal(body.error.request_id, answer.headers.get('x-request-id'))
  assert.doesNotMatch(JSON.stringify(body), /\bat .*\.[jt]s/)
  return body.error
}
