import type { ScanFinding, skipReasons } from '@muster/core/report/scan-report.ts'
import type { BytePath } from './byte-path.ts'

export type ScanArea = ScanFinding['area']
export type SkipReason = (typeof skipReasons)[number]

/** Something to look into. */
export interface ScanItem {
  readonly area: ScanArea
  /** What it is called in the report. */
  readonly path: BytePath
  /** What to open, where that is not the path: a deleted file that a process still maps, a copy of a boot record. */
  readonly read?: BytePath
  readonly size: number
  readonly processIds?: readonly number[]
}

/** Something that is not looked into. */
export interface SkippedItem {
  readonly area: ScanArea
  readonly path: BytePath
  readonly reason: SkipReason
}

export type Listed = ScanItem | SkippedItem

export function isSkipped(listed: Listed): listed is SkippedItem {
  return 'reason' in listed
}

/** What the engine says of an item. */
export type Verdict = { readonly item: ScanItem } & (
  | { readonly outcome: 'clean' }
  | { readonly outcome: 'found'; readonly signature: string }
  | { readonly outcome: 'skipped'; readonly reason: SkipReason }
)
