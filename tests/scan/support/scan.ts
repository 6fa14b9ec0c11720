import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ScanReport } from '@muster/core/report/scan-report.ts'
import { Value } from 'typebox/value'
import { readVolumes } from '../../../packages/agent/src/scan/areas/read-volumes.ts'
import type { Volume } from '../../../packages/agent/src/scan/areas/volumes.ts'
import { findEngine } from '../../../packages/agent/src/scan/engine/find-engine.ts'
import { runScan } from '../../../packages/agent/src/scan/run-scan.ts'
import type { ScanArea } from '../../../packages/agent/src/scan/scan-item.ts'

export interface ScanRequest {
  readonly areas: readonly ScanArea[]
  readonly path?: string
  /** What the agent's settings would say. */
  readonly environment: NodeJS.ProcessEnv
  /** Of the mounted volumes, those that the scan may know. */
  readonly only?: (volume: Volume) => boolean
  readonly signal?: AbortSignal
  readonly progress?: (done: number) => void
}

/** As the agent does it; the report is one that the server takes. */
export async function scan({ areas, path, environment, ...options }: ScanRequest): Promise<ScanReport> {
  const open = await findEngine(environment)
  if (open === undefined) throw new Error('no engine')
  const work = mkdtempSync(join(tmpdir(), 'muster-scan-'))
  try {
    const report = await runScan({
      areas,
      path,
      engine: await open(),
      volumes: (await readVolumes()).filter(options.only ?? (() => true)),
      work,
      signal: options.signal ?? new AbortController().signal,
      progress: options.progress ?? (() => undefined),
    })
    const [problem] = Value.Errors(ScanReport, report)
    if (problem) throw new Error(`the report is not valid: ${problem.instancePath} ${problem.message}`)
    return report
  } finally {
    rmSync(work, { recursive: true, force: true })
  }
}
