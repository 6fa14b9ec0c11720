import type { Role } from '@muster/core/api/users.ts'
import type { Pool } from 'pg'
import type { Logger } from 'pino'
import type { Bus } from './bus.ts'
import type { WayBounds } from './db/actions/choose-way.ts'
import type { VerdictTables } from './operations/verdicts.ts'

/** What operations need of the process they run in; made once in `app.ts`. Tests bring their own clock. */
export interface Services {
  readonly pool: Pool
  readonly log: Logger
  readonly bus: Bus
  readonly now: () => Date
  /** `https://host:port` under which clients and agents reach this server. */
  readonly publicUrl: () => string
  readonly verdictTables: VerdictTables
  /** Most identifiers in one action. */
  readonly targetsMax: number
  /** Where small actions end, for tests; the built-in bounds where absent. */
  readonly wayBounds?: WayBounds | undefined
  readonly sessions: SessionSettings
  /** Sign-in with the company's account; absent: not set up. */
  readonly openid?: OpenIdSettings | undefined
  /** Where webhooks may lead beyond public addresses by https; absent: nowhere. */
  readonly webhooks?: WebhookSettings | undefined
}

export interface WebhookSettings {
  /** Addresses of this machine and of private networks, too. */
  readonly privateAddresses: boolean
  /** `http://`, too. */
  readonly plainHttp: boolean
}

export function webhookSettingsOf({ webhooks }: Services): WebhookSettings {
  return webhooks ?? { privateAddresses: false, plainHttp: false }
}

export interface SessionSettings {
  /** A console session ends after so long without a request, and whatever happens after its lifetime. */
  readonly idleSeconds: number
  readonly lifetimeSeconds: number
}

export interface OpenIdSettings {
  readonly issuer: string
  readonly clientId: string
  /** Absent: a public client, kept safe by PKCE alone. */
  readonly clientSecret: string | undefined
  /** Separated by blanks; `openid` among them. */
  readonly scopes: string
  /** On the button. */
  readonly name: string
  /** The claim that holds the groups or roles which `roles` maps to ours. */
  readonly roleClaim: string
  readonly roles: ReadonlyMap<string, Role>
  /** Of somebody whom `roles` does not know; absent: who is not known may not come in. */
  readonly roleOfOthers: Role | undefined
}
