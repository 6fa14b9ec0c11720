import type { ReportReader } from './report-reader.ts'
import { scanReport } from './scan-report.ts'

/** Reports that are not in this list are kept, and not looked into. */
const readers: readonly ReportReader[] = [scanReport]

export function findReportReader(report: string | undefined): ReportReader | undefined {
  return readers.find((reader) => reader.report === report)
}
