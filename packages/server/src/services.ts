import type { Pool } from 'pg'
import type { Logger } from 'pino'
import type { Bus } from './bus.ts'

/** What operations need of the process they run in; made once in `app.ts`. Tests bring their own clock. */
export interface Services {
  readonly pool: Pool
  readonly log: Logger
  readonly bus: Bus
  readonly now: () => Date
  /** `https://host:port` under which clients and agents reach this server. */
  readonly publicUrl: () => string
}
