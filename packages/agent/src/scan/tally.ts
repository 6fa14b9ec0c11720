import { findingsMax, type ScanFinding, type ScanReport, skippedMax } from '@muster/core/report/scan-report.ts'
import { type BytePath, toText } from './byte-path.ts'
import type { ScanArea, ScanItem, SkippedItem, SkipReason } from './scan-item.ts'

const pathCharactersMax = 4096
/** Of JSON, so that a report of long paths is one that the server takes. */
const findingsCharactersMax = 8 * 1024 * 1024
const skippedCharactersMax = 1024 * 1024
const noteCharactersMax = 2000

/** Counts all, and keeps as many as a report holds. */
export interface Tally {
  scanned(item: ScanItem): void
  found(item: ScanItem, finding: Pick<ScanFinding, 'signature' | 'engine' | 'sha256'>): void
  skipped(item: Pick<SkippedItem, 'area' | 'path' | 'reason'>): void
  note(area: ScanArea, sentence: string): void
  totals(): Omit<ScanReport, 'v' | 'started_at' | 'ended_at' | 'engine'>
}

export function createTally(areas: readonly ScanArea[]): Tally {
  const counts = new Map(areas.map((area) => [area, { area, files: 0, bytes: 0, skipped: 0, notes: [] as string[] }]))
  const findings: ScanFinding[] = []
  const skipped: ScanReport['skipped'] = []
  const byReason: Partial<Record<SkipReason, number>> = {}
  const truncated = { findings: 0, skipped: 0 }
  const used = { findings: 0, skipped: 0 }
  return {
    scanned({ area, size }) {
      const count = counts.get(area)!
      count.files += 1
      count.bytes += size
    },
    found({ area, path, size, processIds }, finding) {
      const entry: ScanFinding = {
        path: shown(path),
        area,
        ...finding,
        size_bytes: size,
        ...(processIds && { process_ids: [...processIds] }),
      }
      used.findings += JSON.stringify(entry).length
      if (findings.length < findingsMax && used.findings <= findingsCharactersMax) findings.push(entry)
      else truncated.findings += 1
    },
    skipped({ area, path, reason }) {
      counts.get(area)!.skipped += 1
      byReason[reason] = (byReason[reason] ?? 0) + 1
      const entry = { path: shown(path), reason }
      used.skipped += JSON.stringify(entry).length
      if (skipped.length < skippedMax && used.skipped <= skippedCharactersMax) skipped.push(entry)
      else truncated.skipped += 1
    },
    note: (area, sentence) => void counts.get(area)!.notes.push(sentence),
    totals: () => ({
      areas: [...counts.values()].map(({ notes, ...count }) => ({
        ...count,
        ...(notes.length > 0 && { note: notes.join(' ').slice(0, noteCharactersMax) }),
      })),
      files: sum([...counts.values()].map(({ files }) => files)),
      bytes: sum([...counts.values()].map(({ bytes }) => bytes)),
      findings,
      skipped_by_reason: byReason,
      skipped,
      truncated,
    }),
  }
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0)
}

function shown(path: BytePath): string {
  return toText(path).slice(0, pathCharactersMax)
}
