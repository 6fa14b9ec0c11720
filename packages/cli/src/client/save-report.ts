import { createHash } from 'node:crypto'
import { createWriteStream, existsSync, renameSync, rmSync } from 'node:fs'
import { basename } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Download } from '@muster/client/index.ts'
import { exitCodes, Failure, usageFailure } from '../failure.ts'

export interface SavedReport {
  readonly file: string
  readonly bytes: number
  readonly sha256: string
}

/** Writes beside the file first: what carries its name is whole, and what the server says it is. */
export async function saveReport(
  report: Download,
  { output, force }: { output?: string; force?: boolean },
): Promise<SavedReport> {
  const expected = report.sha256
  const file = output ?? nameOf(report)
  const hash = createHash('sha256')
  let bytes = 0
  const body = Readable.fromWeb(report.body)
  async function* counted() {
    for await (const chunk of body as AsyncIterable<Uint8Array>) {
      hash.update(chunk)
      bytes += chunk.length
      yield chunk
    }
  }
  if (file === '-') {
    await pipeline(counted, process.stdout, { end: false })
    return checked({ file, bytes, sha256: hash.digest('hex') }, expected)
  }
  if (existsSync(file) && !force) throw usageFailure(`${file} is there already. Use --force, or another --output.`)
  const part = `${file}.part`
  try {
    await pipeline(counted, createWriteStream(part, { mode: 0o600 }))
    const saved = checked({ file, bytes, sha256: hash.digest('hex') }, expected)
    renameSync(part, file)
    return saved
  } catch (error) {
    rmSync(part, { force: true })
    throw error instanceof Failure ? error : new Failure(exitCodes.failed, `${file}: ${(error as Error).message}`)
  }
}

function checked(saved: SavedReport, expected: string | undefined): SavedReport {
  if (expected === undefined || saved.sha256 === expected) return saved
  throw new Failure(
    exitCodes.failed,
    `What arrived has SHA-256 ${saved.sha256}, not ${expected} as the server says. Try again.`,
  )
}

/** The server's name for it, without any directory. */
function nameOf({ name = 'report' }: Download): string {
  return basename(name.replaceAll('\\', '/')).replace(/^\.+/, '') || 'report'
}
