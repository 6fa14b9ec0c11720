import type { ScanReport } from '@muster/core/report/scan-report.ts'

/**
 * Reads what `clamscan --version` and clamd's VERSION answer: `ClamAV 1.4.3/27700/Mon Jul 14 08:35:38 2025`, the time in
 * the machine's own zone. Without an official database only the first part is there.
 */
export function readEngineVersion(name: string, text: string): ScanReport['engine'] {
  const [version = '', database = '', builtAt = ''] = text.trim().split('/')
  const seconds = Math.floor(Date.parse(builtAt) / 1000)
  return {
    name,
    version: version.replace(/^ClamAV\s+/, '').slice(0, 128),
    database_version: database.slice(0, 128) || null,
    database_built_at: seconds >= 0 ? seconds : null,
  }
}
