import { createBus } from '@muster/server/bus.ts'
import type { Caller } from '@muster/server/caller.ts'
import type { WayBounds } from '@muster/server/db/actions/choose-way.ts'
import { openDatabase } from '@muster/server/db/pool.ts'
import { VerdictTables } from '@muster/server/operations/verdicts.ts'
import type { Services, WebhookSettings } from '@muster/server/services.ts'
import { pino } from 'pino'

/** Services on a database, with a clock that the test may replace; nothing listens. */
export async function createTestServices(
  url: string,
  options: {
    now?: () => Date
    wayBounds?: WayBounds
    publicUrl?: () => string
    connectionsMax?: number
    webhooks?: WebhookSettings
  } = {},
): Promise<Services & { close(): Promise<void> }> {
  const pool = await openDatabase(url, options)
  return {
    pool,
    log: pino({ level: 'silent' }),
    bus: createBus(),
    now: options.now ?? (() => new Date()),
    publicUrl: options.publicUrl ?? (() => 'http://127.0.0.1:7300'),
    verdictTables: new VerdictTables(),
    targetsMax: 100_000,
    wayBounds: options.wayBounds,
    sessions: { idleSeconds: 43_200, lifetimeSeconds: 604_800 },
    webhooks: options.webhooks,
    close: () => pool.end(),
  }
}

/** An application with all rights over its account. */
export function testCaller(accountId: number, overrides: Partial<Caller> = {}): Caller {
  return {
    accountId,
    channel: 'oauth_api',
    scopes: ['read', 'actions', 'admin'],
    application: { id: '00000000-0000-4000-8000-000000000001', name: 'test' },
    requestId: 'test-request',
    ...overrides,
  }
}
