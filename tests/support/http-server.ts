import { systemCaller } from '@muster/server/caller.ts'
import { createRateLimiter } from '@muster/server/db/rate-limit/create-rate-limiter.ts'
import { inTransaction } from '@muster/server/db/transaction.ts'
import { createHttpServer } from '@muster/server/http/create-http-server.ts'
import { oauthRoutes } from '@muster/server/oauth/routes.ts'
import { createTokenAuthenticator } from '@muster/server/operations/authenticate-token.ts'
import { createApplication } from '@muster/server/operations/create-application.ts'
import { createSessionAuthenticator } from '@muster/server/operations/sign-in/authenticate-session.ts'
import type { Route } from '@muster/server/route.ts'
import type { Services, WebhookSettings } from '@muster/server/services.ts'
import type { TokenHolder } from '@muster/server/token-holder.ts'
import { pino } from 'pino'
import { createTestDatabase } from './database.ts'
import { addTestAccount } from './fleet.ts'
import { createTestServices } from './services.ts'

export interface TestClient {
  readonly appId: string
  readonly clientId: string
  readonly clientSecret: string
}

export interface TestHttpServer {
  readonly base: string
  readonly services: Services
  readonly accountId: number
  /** What the server logged, a line each. */
  readonly logged: string[]
  addClient(options?: {
    accountId?: number
    name?: string
    scopes?: string[]
    rateLimit?: number
    redirectUris?: string[]
  }): Promise<TestClient>
  /** A token of that client, got over HTTP. */
  getToken(client: TestClient): Promise<string>
  authenticate(token: string): Promise<TokenHolder | undefined>
  close(): Promise<void>
}

/** A server with OAuth and the given routes, on a free port and a database of its own. */
export async function startTestHttpServer(
  routes: (services: Services) => Route[],
  options: {
    now?: () => Date
    rateLimitPerMinute?: number
    targetsMax?: number
    publicUrl?: () => string
    webhooks?: WebhookSettings
  } = {},
): Promise<TestHttpServer> {
  const database = await createTestDatabase()
  const own = await createTestServices(database.url, options)
  const logged: string[] = []
  const log = pino({ level: 'debug' }, { write: (line: string) => void logged.push(line) })
  const services: Services = { ...own, log, targetsMax: options.targetsMax ?? own.targetsMax }
  const accountId = await addTestAccount(own.pool)
  const consumeRateLimit = createRateLimiter(own.pool)
  const authenticate = createTokenAuthenticator(services)
  const server = await createHttpServer({
    services,
    routes: [
      ...oauthRoutes({
        services,
        settings: { tokenLifetimeSeconds: 43_200, refreshTokenLifetimeSeconds: 2_592_000 },
        consumeRateLimit,
      }),
      ...routes(services),
    ],
    settings: {
      bodyBytesMax: 16 * 1024 * 1024,
      trustedProxies: [],
      rateLimitPerMinute: options.rateLimitPerMinute ?? 1_000_000,
    },
    authenticate,
    authenticateSession: createSessionAuthenticator(services),
    consumeRateLimit,
  })
  const { port } = await server.listen('127.0.0.1', 0)
  const base = `http://127.0.0.1:${port}`
  return {
    base,
    services,
    accountId,
    logged,
    authenticate,
    addClient: ({ accountId: account = accountId, name = 'test client', scopes, rateLimit, redirectUris } = {}) =>
      inTransaction(own.pool, async (tx) => {
        const created = await createApplication(
          services,
          { tx, attempt: 1, afterCommit: () => undefined },
          systemCaller(account, 'system', 'test'),
          {
            name,
            ...(scopes && { scopes: scopes as never }),
            ...(rateLimit && { rate_limit: rateLimit }),
            ...(redirectUris && { redirect_uris: redirectUris }),
          },
        )
        return { appId: created.app_id, clientId: created.client_id, clientSecret: created.client_secret! }
      }),
    getToken: async ({ clientId, clientSecret }) => {
      const query = new URLSearchParams({
        grant_type: 'client_credentials',
        client_id: clientId,
        client_secret: clientSecret,
      })
      const answer = await fetch(`${base}/o/oauth/token`, { method: 'POST', body: query })
      return ((await answer.json()) as { access_token: string }).access_token
    },
    close: async () => {
      await server.close()
      await own.close()
      await database.drop()
    },
  }
}
