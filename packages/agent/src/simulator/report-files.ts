import { createHash, randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ScanReport } from '@muster/core/report/scan-report.ts'
import { writeBundle } from '../report/bundle.ts'
import type { UploadRequest } from '../report/upload.ts'
import { agentVersion } from '../version.ts'

export type ReportFile = Pick<UploadRequest, 'path' | 'sizeBytes' | 'sha256' | 'mediaType'>

/** What the agents of this process upload: one real log bundle and one scan report, made once. */
export interface ReportFiles {
  readonly byType: Readonly<Record<string, ReportFile | undefined>>
  remove(): void
}

export async function makeReportFiles({ logSize }: { logSize: number }): Promise<ReportFiles> {
  const directory = mkdtempSync(join(tmpdir(), 'muster-simulator-'))
  const remove = () => rmSync(directory, { recursive: true, force: true })
  // Also where the process ends early: whoever asked for the simulation is gone.
  process.once('exit', remove)
  const now = new Date()
  const log = { time: now.toISOString(), level: 'info', message: 'this agent is simulated' }
  const bundle = await writeBundle(
    join(directory, 'bundle.zip'),
    [
      { name: 'logs/agent.log', content: Buffer.from(`${JSON.stringify(log)}\n`) },
      { name: 'logs/agent.1.log', content: randomBytes(Math.floor(logSize)) },
    ],
    { now, timeRange: null },
  )
  const scan = Buffer.from(JSON.stringify(cleanScan(Math.floor(now.getTime() / 1000))))
  const scanPath = join(directory, 'scan.json')
  writeFileSync(scanPath, scan, { mode: 0o600 })
  return {
    byType: {
      fetch_agent_log: {
        path: bundle.path,
        sizeBytes: bundle.sizeBytes,
        sha256: bundle.sha256,
        mediaType: 'application/zip',
      },
      scan_threats: {
        path: scanPath,
        sizeBytes: scan.length,
        sha256: createHash('sha256').update(scan).digest('hex'),
        mediaType: 'application/json',
      },
    },
    remove() {
      process.off('exit', remove)
      remove()
    },
  }
}

function cleanScan(at: number): ScanReport {
  return {
    v: 1,
    started_at: at,
    ended_at: at,
    engine: { name: 'simulated', version: agentVersion, database_version: null, database_built_at: null },
    areas: [{ area: 'system', files: 1000, bytes: 1_000_000, skipped: 0 }],
    files: 1000,
    bytes: 1_000_000,
    findings: [],
    skipped_by_reason: {},
    skipped: [],
    truncated: { findings: 0, skipped: 0 },
  }
}
