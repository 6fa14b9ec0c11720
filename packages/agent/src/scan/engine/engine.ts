import type { ScanReport } from '@muster/core/report/scan-report.ts'
import type { Verdict } from '../scan-item.ts'
import type { ScanList } from '../scan-list.ts'

/** A scanner, ready for work. */
export interface ScanEngine {
  /** As the report names it. */
  readonly facts: ScanReport['engine']
  /**
   * One verdict an item, in the order of the list, one file at a time.
   * @throws CommandFailure `no_engine` where the scanner does not work, the signal's reason where it is aborted
   */
  scan(list: ScanList, tools: ScanTools): AsyncGenerator<Verdict>
}

export interface ScanTools {
  /** A directory for the engine's own files; removed after the scan. */
  readonly work: string
  readonly signal: AbortSignal
}
