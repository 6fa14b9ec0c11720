import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { agentPaths } from '@muster/core/agent/protocol.ts'
import type { Logger } from 'pino'
import { openAgentChannel } from './agent-channel/channel.ts'
import { createBus } from './bus.ts'
import { type Config, openIdSettingsOf } from './config.ts'
import { makeDataDirectory } from './data-directory.ts'
import { startEmbeddedPostgres } from './db/embedded-postgres/start.ts'
import { migrate } from './db/migrate.ts'
import { openDatabase } from './db/pool.ts'
import { createRateLimiter } from './db/rate-limit/create-rate-limiter.ts'
import { consoleRoutes } from './http/console/console-routes.ts'
import { readConsoleBuild } from './http/console/read-build.ts'
import { createHttpServer } from './http/create-http-server.ts'
import { createPeerOf } from './http/forwarded-peer.ts'
import { applyAccountRetention } from './jobs/apply-account-retention.ts'
import { sweepDeadlines } from './jobs/deadlines.ts'
import { endExemptions } from './jobs/end-exemptions.ts'
import { judgeCompliance } from './jobs/judge-compliance.ts'
import { applyRetention } from './jobs/retention.ts'
import { runPeriodically } from './jobs/run-periodically.ts'
import { tellEndedActions } from './jobs/tell-ended-actions.ts'
import { nativeRoutes } from './native-api/routes.ts'
import { oauthRoutes } from './oauth/routes.ts'
import { createMetrics } from './observe/metrics.ts'
import { observeRoutes } from './observe/routes.ts'
import { openIdRoutes } from './openid/routes.ts'
import { createTokenAuthenticator } from './operations/authenticate-token.ts'
import { createUseNotes } from './operations/note-application-use.ts'
import { setUp } from './operations/set-up.ts'
import { createSessionAuthenticator } from './operations/sign-in/authenticate-session.ts'
import { offerSetUp } from './operations/sign-in/offer-set-up.ts'
import { VerdictTables } from './operations/verdicts.ts'
import { createDeliverer } from './operations/webhooks/deliver.ts'
import { remediationRoutes } from './remediation/routes.ts'
import type { Services } from './services.ts'
import { wireRoutes } from './wire/routes.ts'
import { renderStatuses } from './wire/webhook/render-statuses.ts'

export interface RunningServer {
  /** As clients reach it. */
  readonly url: string
  readonly operatorTokenFile: string
  /** By which the first user is made; only while there is none. */
  readonly setUpLink: string | undefined
  readonly services: Services
  /** Requests in flight finish, agents are told, the database stops last. Twice is harmless. */
  close(): Promise<void>
}

/** Where `npm run console` puts what it builds. */
const consoleDirectory = fileURLToPath(new URL('../../console/dist/', import.meta.url))

/** The composition root: the one place that names every part. What was started is stopped again when a later part fails. */
export async function startServer(config: Config, log: Logger): Promise<RunningServer> {
  const closers: (() => Promise<void>)[] = []
  let closing: Promise<void> | undefined
  const close = () => {
    closing ??= (async () => {
      for (const closer of closers.toReversed()) await closer()
    })()
    return closing
  }
  try {
    return { ...(await startParts(config, log, closers)), close }
  } catch (error) {
    await close().catch((problem: unknown) => log.error({ err: problem }, 'could not stop what was started'))
    throw error
  }
}

async function startParts(
  config: Config,
  log: Logger,
  closers: (() => Promise<void>)[],
): Promise<Omit<RunningServer, 'close'>> {
  await makeDataDirectory(config.dataDirectory).catch((error: Error) => {
    throw new Error(
      `The data directory cannot be made: ${error.message}. Set MUSTER_DATA_DIR to a directory of this user's.`,
      { cause: error },
    )
  })
  const databaseUrl = config.databaseUrl ?? (await startDatabase(config, log, closers))
  await migrate(databaseUrl, { log })
  const pool = await openDatabase(databaseUrl, { log, connectionsMax: config.databaseConnections })
  closers.push(() => pool.end())

  let publicUrl = config.publicUrl ?? ''
  const services: Services = {
    pool,
    log,
    bus: createBus(),
    now: () => new Date(),
    publicUrl: () => publicUrl,
    verdictTables: new VerdictTables(),
    targetsMax: config.targetsMax,
    sessions: { idleSeconds: config.sessionIdleSeconds, lifetimeSeconds: config.sessionLifetimeSeconds },
    openid: openIdSettingsOf(config),
    webhooks: {
      privateAddresses: config.webhookPrivateAddresses === 'allowed',
      plainHttp: config.webhookPlainHttp === 'allowed',
    },
  }
  const { operatorTokenFile } = await setUp(services, config.dataDirectory)

  const metrics = createMetrics()
  metrics.watchPool(pool)
  services.bus.on('action-applied', metrics.countAction)
  services.bus.on('retention-removed', metrics.countRemoved)
  services.bus.on('webhook-answered', metrics.countWebhook)
  const channel = await openAgentChannel(services, { reportBytesMax: config.reportBytesMax })
  metrics.watchAgents(() => channel.connected())

  let draining = false
  const readiness = {
    problem: async () => {
      if (draining) return 'the server is stopping'
      return pool.query('select 1').then(
        () => undefined,
        () => 'the database does not answer',
      )
    },
  }
  const consumeRateLimit = createRateLimiter(config.rateLimitStore === 'memory' ? 'memory' : pool)
  const tls = config.tlsCertificate && config.tlsKey ? { cert: config.tlsCertificate, key: config.tlsKey } : undefined
  const noteUse = createUseNotes(services)
  const http = await createHttpServer({
    services,
    routes: [
      ...observeRoutes(metrics, readiness),
      ...oauthRoutes({
        services,
        settings: {
          tokenLifetimeSeconds: config.tokenLifetimeSeconds,
          refreshTokenLifetimeSeconds: config.refreshTokenLifetimeSeconds,
        },
        consumeRateLimit,
      }),
      ...openIdRoutes(services),
      ...wireRoutes(services),
      ...nativeRoutes(services),
      ...channel.routes,
      ...remediationRoutes(services),
      ...consoleRoutes(readConsoleBuild(consoleDirectory)),
    ],
    settings: {
      bodyBytesMax: config.bodyBytesMax,
      trustedProxies: config.trustedProxies,
      rateLimitPerMinute: config.rateLimitPerMinute,
      tls,
    },
    authenticate: createTokenAuthenticator(services),
    authenticateSession: createSessionAuthenticator(services),
    consumeRateLimit,
    socketPaths: [agentPaths.socket],
    onAnswer: ({ method, path, status, seconds, use }) => {
      metrics.countAnswer({ method, route: path, status, seconds })
      if (use) noteUse(use)
    },
  })
  const webhooks = createDeliverer(services, { renderStatuses })
  closers.push(() => webhooks.stop())
  const jobs = runPeriodically(
    [
      { name: 'end-exemptions', everySeconds: 5, run: async () => void (await endExemptions(services)) },
      { name: 'deadlines', everySeconds: 5, run: async () => void (await sweepDeadlines(services, channel.book)) },
      { name: 'judge-compliance', everySeconds: 2, run: async () => void (await judgeCompliance(services)) },
      { name: 'webhooks', everySeconds: 1, run: () => webhooks.start() },
      { name: 'webhook-ends', everySeconds: 15, run: async () => void (await tellEndedActions(services)) },
      { name: 'account-retention', everySeconds: 3600, run: () => applyAccountRetention(services) },
      { name: 'retention', everySeconds: 3600, run: () => applyRetention(services) },
    ],
    { log, metrics },
  )
  closers.push(() => jobs.stop())

  channel.attach(http.server, createPeerOf(config.trustedProxies))
  closers.push(async () => {
    draining = true
    services.bus.emit('stopping')
    // Agents' long polls would keep the HTTP server open: they go first, and come back by themselves.
    await channel.close()
    await http.close()
  })
  const address = await http.listen(config.host, config.port).catch((error: unknown) => {
    throw explainListen(error, config)
  })
  publicUrl ||= `${tls ? 'https' : 'http'}://${urlHost(address.host)}:${address.port}`
  log.info({ url: publicUrl, data: config.dataDirectory }, 'serving')
  const setUpLink = await offerSetUp(services, config.dataDirectory)
  return { url: publicUrl, operatorTokenFile, setUpLink, services }
}

async function startDatabase(config: Config, log: Logger, closers: (() => Promise<void>)[]): Promise<string> {
  const database = await startEmbeddedPostgres({ directory: join(config.dataDirectory, 'postgresql'), log })
  closers.push(() => database.stop())
  log.info({ version: database.version, pid: database.pid }, 'embedded PostgreSQL runs')
  return database.url
}

function explainListen(error: unknown, { host, port }: Config): unknown {
  switch ((error as NodeJS.ErrnoException).code) {
    case 'EADDRINUSE':
      return new Error(`Port ${port} of ${host} is in use. Stop what uses it, or set MUSTER_PORT to another one.`)
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return new Error(`${host} is no address of this machine. Set MUSTER_HOST to one, or to 0.0.0.0 for all.`)
    case 'EACCES':
      return new Error(`This user may not listen on port ${port}. Set MUSTER_PORT to one from 1024 up.`)
    default:
      return error
  }
}

/** Every address is reached on this machine by the loopback one; IPv6 goes in brackets. */
function urlHost(host: string): string {
  if (host === '0.0.0.0' || host === '::') return '127.0.0.1'
  return host.includes(':') ? `[${host}]` : host
}
