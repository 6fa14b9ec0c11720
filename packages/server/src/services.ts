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
}
