import type { Int8, Tx } from '../db/pool.ts'
import type { ReportAddress } from '../db/reports/uploads.ts'

/** A kind of report whose content the server takes in, beside keeping it as it came. `report-readers.ts` is the list. */
export interface ReportReader {
  /** By the effect of its action type. */
  readonly report: string
  /** Announced as anything else, it is refused. */
  readonly mediaType: string
  readonly bytesMax: number
  read(bytes: Buffer): ReportRead
}

export type ReportRead =
  /** Ends the sentence "The report was refused: …"; repeats nothing of the content. */
  | { readonly kind: 'unusable'; readonly problem: string }
  /** `store` runs in the transaction in which the report becomes complete; a fixed number of statements. */
  | { readonly kind: 'usable'; store(tx: Tx, address: ReportAddress, from: ReportOrigin): Promise<void> }

export interface ReportOrigin {
  readonly deviceKey: Int8
  /** When the report was complete. */
  readonly at: Date
}
