import { createHash } from 'node:crypto'
import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { scanAreas } from '@muster/core/action/types/scan-threats.ts'
import type { ScanReport } from '@muster/core/report/scan-report.ts'
import { type Static, Type } from 'typebox'
import { Value } from 'typebox/value'
import { readVolumes } from '../scan/areas/read-volumes.ts'
import { findEngine } from '../scan/engine/find-engine.ts'
import { createQueue } from '../scan/one-at-a-time.ts'
import { runScan, type ScanOptions } from '../scan/run-scan.ts'
import type { ScanArea } from '../scan/scan-item.ts'
import type { StateDirectory } from '../state/state-directory.ts'
import { writeFileDurably } from '../state/write-file.ts'
import { CommandFailure, type CommandHandler, type Job } from './handler.ts'

const Params = Type.Object({
  full: Type.Optional(Type.Boolean()),
  areas: Type.Optional(Type.Array(Type.Enum(scanAreas))),
  path: Type.Optional(Type.String()),
})

/** Of the bar, the part of the scan; the rest is the upload. */
const scanPercent = 95
const inTurn = createQueue()

/** Has ClamAV look into what is asked for. One scan at a time, one file at a time, giving way to other programs. */
export const scanThreats: CommandHandler = {
  type: 'scan_threats',
  resumable: false,
  hindrance: async () => ((await findEngine()) === undefined ? 'no_engine' : undefined),
  run: (job) => inTurn(job.signal, () => scan(job)),
  forget({ id, state }) {
    rmSync(workPath(state, id), { recursive: true, force: true })
    rmSync(reportPath(state, id), { force: true })
  },
}

async function scan(job: Job): Promise<Readonly<Record<string, unknown>>> {
  const { id, state, signal } = job
  if (!Value.Check(Params, job.params)) throw new CommandFailure('agent_error', 'The parameters cannot be read.')
  const open = await findEngine()
  if (open === undefined) throw new CommandFailure('no_engine', 'Neither clamd nor clamscan with signatures is here.')
  const engine = await open()
  const work = workPath(state, id)
  mkdirSync(work, { recursive: true, mode: 0o700 })
  try {
    const areas = areasOf(job.params)
    job.log.info('scanning', { id, areas: areas.join(' '), engine: engine.facts.name })
    const progress = inWholePercents(job, scanPercent)
    progress(0, { files: 0, bytes: 0 })
    const volumes = await readVolumes()
    const report = await runScan({ areas, path: job.params.path, engine, volumes, work, signal, progress })
    return { ...summaryOf(report), report: await upload(job, report) }
  } finally {
    rmSync(work, { recursive: true, force: true })
  }
}

/** A full scan is all areas but the path, which nobody named. */
function areasOf({ full, areas }: Static<typeof Params>): ScanArea[] {
  const everything = scanAreas.filter((area) => area !== 'path')
  return full === true || areas === undefined ? everything : scanAreas.filter((area) => areas.includes(area))
}

async function upload(job: Job, report: ScanReport): Promise<{ size_bytes: number; sha256: string }> {
  const path = reportPath(job.state, job.id)
  const text = JSON.stringify(report)
  writeFileDurably(path, text)
  const sizeBytes = Buffer.byteLength(text)
  const sha256 = createHash('sha256').update(text).digest('hex')
  await job.upload({
    commandId: job.id,
    path,
    sizeBytes,
    sha256,
    mediaType: 'application/json',
    signal: job.signal,
    onProgress: (sent) => job.progress(scanPercent + ((100 - scanPercent) * sent) / sizeBytes),
  })
  return { size_bytes: sizeBytes, sha256 }
}

function summaryOf({ findings, files, bytes, areas, engine, truncated }: ScanReport) {
  return {
    findings: findings.length + truncated.findings,
    files,
    bytes,
    skipped: areas.reduce((total, { skipped }) => total + skipped, 0),
    areas,
    engine,
  }
}

/** Says each percent once, however many files make it. */
function inWholePercents(job: Job, most: number): ScanOptions['progress'] {
  let said = -1
  return (done, { files, bytes }) => {
    const percent = Math.min(most, Math.floor(most * done))
    if (percent <= said) return
    said = percent
    job.progress(percent, `${files} files, ${(bytes / 1e6).toFixed(1)} MB scanned`)
  }
}

function workPath({ reports }: StateDirectory, id: string): string {
  return join(reports, `${id}.scan`)
}

function reportPath({ reports }: StateDirectory, id: string): string {
  return join(reports, `${id}.json`)
}
