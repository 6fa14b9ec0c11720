import { ScanReport, scanReportBytesMax } from '@muster/core/report/scan-report.ts'
import { shortenLists } from '@muster/core/shorten-lists.ts'
import { Compile } from 'typebox/compile'
import { addFindings, addScan, type FindingsJson, type ScanRow } from '../db/findings/save-findings.ts'
import type { ReportRead, ReportReader } from './report-reader.ts'
import { storableJson } from './storable-json.ts'

/** What `scan_threats` brings back: its findings are asked for across devices. */
export const scanReport: ReportReader = {
  report: 'scan_threats_log',
  mediaType: 'application/json',
  bytesMax: scanReportBytesMax,
  read,
}

const validator = Compile(ScanReport)

function read(bytes: Buffer): ReportRead {
  const value = parse(bytes)
  if (value === undefined) return { kind: 'unusable', problem: 'it is not JSON in UTF-8' }
  if (!validator.Check(value)) return { kind: 'unusable', problem: sayFault(value) }
  const findings = toFindingsJson(value)
  return {
    kind: 'usable',
    async store(tx, address, { deviceKey, at }) {
      await addScan(tx, address, toScanRow(value, deviceKey, at))
      if (value.findings.length > 0) await addFindings(tx, address, findings)
    },
  }
}

function parse(bytes: Buffer): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch {
    return undefined
  }
}

/** The place and the rule; nothing of the content. */
function sayFault(value: unknown): string {
  const { v } = (value ?? {}) as { v?: unknown }
  if (Number.isInteger(v) && v !== 1) return `its version is ${v}, and this server knows version 1`
  try {
    const [first] = validator.Errors(shortenLists(value))
    return `${first?.instancePath.slice(1).replaceAll('/', '.') || 'the report'} ${first?.message ?? 'is not valid'}`
  } catch {
    // Nested deeper than the stack holds.
    return 'it is not a report of a scan'
  }
}

function toScanRow({ engine, files, bytes, findings, truncated, ended_at }: ScanReport, deviceKey: string, at: Date) {
  const row: ScanRow = {
    deviceKey,
    foundAt: new Date(Math.min(ended_at * 1000, at.getTime())),
    engine: storableText(engine.name),
    engineVersion: storableText(engine.version),
    databaseVersion: engine.database_version === null ? null : storableText(engine.database_version),
    files,
    bytes,
    findings: findings.length,
    findingsLeftOut: truncated.findings,
  }
  return row
}

function toFindingsJson({ findings }: ScanReport): FindingsJson {
  return storableJson(
    findings.map(({ sha256 = '', signature, engine, area, path, size_bytes }) => ({
      sha256,
      signature,
      engine,
      area,
      path,
      size_bytes,
    })),
  )
}

/** As `storableJson` leaves texts. */
function storableText(text: string): string {
  return text.replaceAll('\0', '').toWellFormed()
}
