import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import { toBuffer } from './byte-path.ts'
import type { ScanItem } from './scan-item.ts'
import { whyMissing } from './why-missing.ts'

/** SHA-256 of what was scanned, in lower-case hexadecimal; undefined where it cannot be read again. */
export async function hashItem(item: ScanItem, signal: AbortSignal): Promise<string | undefined> {
  if ((await whyMissing(item)) !== undefined) return undefined
  const hash = createHash('sha256')
  try {
    await pipeline(createReadStream(toBuffer(item.read ?? item.path)), hash, { signal })
    return hash.digest('hex')
  } catch {
    signal.throwIfAborted()
    return undefined
  }
}
