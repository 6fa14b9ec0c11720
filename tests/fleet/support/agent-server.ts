import { stateOfCode, type TargetState } from '@muster/core/action/life-cycle.ts'
import { type Reason, reasonOfCode } from '@muster/core/action/reason.ts'
import { agentPaths } from '@muster/core/agent/protocol.ts'
import { type AgentChannel, type AgentChannelOptions, openAgentChannel } from '@muster/server/agent-channel/channel.ts'
import { systemCaller } from '@muster/server/caller.ts'
import { inTransaction } from '@muster/server/db/transaction.ts'
import { createHttpServer } from '@muster/server/http/create-http-server.ts'
import { nativeRoutes } from '@muster/server/native-api/routes.ts'
import { type AppliedAction, applyAction } from '@muster/server/operations/apply-action.ts'
import { cancelAction } from '@muster/server/operations/cancel-action.ts'
import { retryOnConflict } from '@muster/server/operations/conflict.ts'
import { createEnrolmentToken } from '@muster/server/operations/create-enrolment-token.ts'
import type { UnitOfWork } from '@muster/server/operations/mutate.ts'
import type { Services } from '@muster/server/services.ts'
import { pino } from 'pino'
import { createTestDatabase } from '../../support/database.ts'
import { addTestAccount } from '../../support/fleet.ts'
import { createCall, type NativeCall } from '../../support/native-client.ts'
import { createTestServices, testCaller } from '../../support/services.ts'

/** A command as its row has it. */
export interface SeenCommand {
  readonly position: number
  readonly device_id: string
  readonly state: TargetState
  readonly reason: Reason | undefined
  readonly open: boolean
  readonly progress: number | null
  readonly message: string | null
  readonly result: Record<string, unknown> | null
  readonly late_result: Record<string, unknown> | null
  readonly accepted_at: Date | null
  readonly finish_by: Date | null
}

export interface AgentServer {
  readonly base: string
  readonly services: Services
  readonly accountId: number
  readonly channel: AgentChannel
  /** What the server logged, a line each. */
  readonly logged: string[]
  makeToken(options?: {
    uses?: number
    expiresInSeconds?: number
    groupId?: string
    accountId?: number
  }): Promise<string>
  act(type: string, deviceIds: readonly string[], params?: Record<string, unknown>): Promise<AppliedAction>
  cancel(actionId: string): Promise<void>
  /** The native API of this server, with all scopes; paths are below /api/v1. */
  readonly call: NativeCall
  commands(actionId: string): Promise<SeenCommand[]>
  /** Contents of the account's audit entries of one event. */
  audited(event: string): Promise<Record<string, unknown>[]>
  isOnline(deviceId: string): Promise<boolean>
  /** In one transaction, with what is to be told after it. */
  inUnit<T>(work: (unit: UnitOfWork) => Promise<T>): Promise<T>
  /** Is away, as between the end of a process and the start of the next; what is returned brings it back. */
  pause(): Promise<() => Promise<void>>
  /** Stops and starts anew, on the same address and database. */
  restart(): Promise<void>
  close(): Promise<void>
}

/** A server that agents can reach, on a free port and a database of its own. */
export async function startAgentServer(
  options: { now?: () => Date; channel?: AgentChannelOptions } = {},
): Promise<AgentServer> {
  const database = await createTestDatabase()
  const own = await createTestServices(database.url, options.now ? { now: options.now } : {})
  const logged: string[] = []
  const log = pino({ level: 'debug' }, { write: noteLine })
  function noteLine(line: string): void {
    logged.push(line)
    // What nobody expected is worth seeing beside the test that failed of it.
    if (/^\{"level":[56]0/.test(line)) process.stderr.write(line)
  }
  const services: Services = { ...own, log }
  const accountId = await addTestAccount(own.pool)
  let running = await listen(services, accountId, options.channel ?? {}, 0)

  async function inUnit<T>(work: (unit: UnitOfWork) => Promise<T>): Promise<T> {
    let notifications: (() => void)[] = []
    const result = await retryOnConflict(services, (attempt) =>
      inTransaction(own.pool, (tx) => {
        notifications = []
        return work({ tx, attempt, afterCommit: (notify) => void notifications.push(notify) })
      }),
    )
    for (const notify of notifications) notify()
    return result
  }

  async function pause(): Promise<() => Promise<void>> {
    await running.stop()
    return async () => {
      running = await listen(services, accountId, options.channel ?? {}, running.port)
    }
  }

  const base = `http://127.0.0.1:${running.port}`
  return {
    base,
    call: createCall(base, 'test'),
    services,
    accountId,
    get channel() {
      return running.channel
    },
    logged,
    inUnit,
    makeToken: ({ uses = 1, expiresInSeconds = 3600, groupId, accountId: account = accountId } = {}) =>
      inUnit(async (unit) => {
        const wanted = {
          uses,
          expires_in_seconds: expiresInSeconds,
          ...(groupId !== undefined && { group_id: groupId }),
        }
        return (await createEnrolmentToken(services, unit, systemCaller(account, 'system', 'test'), wanted)).token
      }),
    act: (type, deviceIds, params = {}) =>
      inUnit((unit) =>
        applyAction(services, unit, testCaller(accountId), {
          type,
          params,
          edition: 'narrowed',
          devices: { by: 'id', identifiers: deviceIds },
        }),
      ),
    async cancel(actionId) {
      await inUnit((unit) => cancelAction(services, unit, testCaller(accountId), actionId))
    },
    async commands(actionId) {
      const { rows } = await own.pool.query(
        `select t.position, d.device_id, t.state, t.reason, t.open, t.progress, t.message, t.result, t.late_result,
           t.accepted_at, t.finish_by
         from target t join device d using (account_id, device_key)
         where t.account_id = $1 and t.action_id = $2 order by t.position`,
        [accountId, actionId],
      )
      return rows.map((row) => ({ ...row, state: stateOfCode(row.state), reason: reasonOfCode(row.reason) }))
    },
    async audited(event) {
      const { rows } = await own.pool.query<{ content: string }>(
        'select content from audit_entry where account_id = $1 and event = $2 order by sequence',
        [accountId, event],
      )
      return rows.map(({ content }) => JSON.parse(content) as Record<string, unknown>)
    },
    async isOnline(deviceId) {
      const { rows } = await own.pool.query<{ online: boolean }>(
        `select p.online from device_presence p join device d using (account_id, device_key)
         where account_id = $1 and d.device_id = $2`,
        [accountId, deviceId],
      )
      return rows[0]?.online ?? false
    },
    pause,
    restart: async () => (await pause())(),
    async close() {
      await running.stop()
      await own.close()
      await database.drop()
    },
  }
}

/** Whoever calls. */
function testHolder(accountId: number) {
  const { scopes, application } = testCaller(accountId)
  return { accountId, scopes, application, tokenId: '00000000-0000-4000-8000-000000000009', rateLimit: undefined }
}

async function listen(services: Services, accountId: number, options: AgentChannelOptions, wantedPort: number) {
  const channel = await openAgentChannel(services, options)
  const server = await createHttpServer({
    services,
    routes: [...channel.routes, ...nativeRoutes(services)],
    settings: { bodyBytesMax: 16 * 1024 * 1024, trustedProxies: [], rateLimitPerMinute: 1_000_000 },
    authenticate: async () => testHolder(accountId),
    authenticateSession: async () => undefined,
    socketPaths: [agentPaths.socket],
    consumeRateLimit: async () => {
      throw new Error('nothing here is counted')
    },
  })
  channel.attach(server.server)
  const { port } = await server.listen('127.0.0.1', wantedPort)
  return {
    channel,
    port,
    async stop() {
      await channel.close()
      await server.close(1000)
    },
  }
}
