import type { Services } from '../services.ts'
import type { ByteBudget } from './byte-budget.ts'
import type { CommandBook } from './command-book.ts'

/** What taking in reports needs of the node. */
export interface ReportTools {
  readonly services: Services
  readonly book: CommandBook
  /** Largest report that is taken. */
  readonly reportBytesMax: number
  /** Of reports that are read as a whole, for those read at the same time. */
  readonly readBudget: ByteBudget
}
