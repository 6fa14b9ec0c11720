import { createHash } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { rename } from 'node:fs/promises'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { ZipFile } from 'yazl'
import { agentName, agentVersion } from '../version.ts'

/** One file of a bundle: its bytes, or why there are none. */
export interface BundlePart {
  readonly name: string
  readonly content?: Buffer
  readonly missing?: string
  /** Its beginning was left out, because it was longer than this bundle takes. */
  readonly cutBytes?: number
}

export interface BundleManifest {
  readonly format: 1
  readonly agent: { readonly name: string; readonly version: string }
  readonly made_at: string
  /** Of the logs inside; null where they hold no line. */
  readonly time_range: { readonly from: string; readonly to: string } | null
  readonly files: readonly { name: string; size_bytes: number; sha256: string; cut_bytes?: number }[]
  readonly missing: readonly { name: string; reason: string }[]
}

export interface Bundle {
  readonly path: string
  readonly sizeBytes: number
  /** Lower-case hexadecimal, of the whole ZIP. */
  readonly sha256: string
  readonly manifest: BundleManifest
}

/** Writes the parts and a manifest as a ZIP; a file of that name appears whole or not at all. */
export async function writeBundle(
  path: string,
  parts: readonly BundlePart[],
  facts: { now: Date; timeRange: BundleManifest['time_range'] },
): Promise<Bundle> {
  const present = parts.filter((part): part is BundlePart & { content: Buffer } => part.content !== undefined)
  const manifest: BundleManifest = {
    format: 1,
    agent: { name: agentName, version: agentVersion },
    made_at: facts.now.toISOString(),
    time_range: facts.timeRange,
    files: present.map(({ name, content, cutBytes }) => ({
      name,
      size_bytes: content.length,
      sha256: createHash('sha256').update(content).digest('hex'),
      ...(cutBytes ? { cut_bytes: cutBytes } : {}),
    })),
    missing: parts.flatMap(({ name, missing }) => (missing === undefined ? [] : [{ name, reason: missing }])),
  }
  const zip = new ZipFile()
  const options = { mtime: facts.now, mode: 0o100600 }
  for (const { name, content } of present) zip.addBuffer(content, name, options)
  zip.addBuffer(Buffer.from(`${JSON.stringify(manifest, undefined, 2)}\n`), 'manifest.json', options)
  zip.end()
  const hash = createHash('sha256')
  let sizeBytes = 0
  await pipeline(
    zip.outputStream as Readable,
    async function* (source: AsyncIterable<Buffer>) {
      for await (const part of source) {
        hash.update(part)
        sizeBytes += part.length
        yield part
      }
    },
    createWriteStream(`${path}.new`, { mode: 0o600, flush: true }),
  )
  await rename(`${path}.new`, path)
  return { path, sizeBytes, sha256: hash.digest('hex'), manifest }
}
