import { join } from 'node:path'
import type { ScanReport } from '@muster/core/report/scan-report.ts'
import { type AreaTools, listArea, listPath, resolvePath } from './areas/list-area.ts'
import type { Volume } from './areas/volumes.ts'
import type { BytePath } from './byte-path.ts'
import type { ScanEngine } from './engine/engine.ts'
import { hashItem } from './hash-file.ts'
import { isSkipped, type ScanArea, type ScanItem } from './scan-item.ts'
import { weightOf, writeScanList } from './scan-list.ts'
import { createTally, type Tally } from './tally.ts'

/** What findings are said to come from, whichever of its programs was used. */
const engineName = 'ClamAV'

export interface ScanOptions {
  readonly areas: readonly ScanArea[]
  /** Of the area `path`. */
  readonly path?: string | undefined
  readonly engine: ScanEngine
  /** What is mounted on this machine. */
  readonly volumes: readonly Volume[]
  /** A directory for what the scan needs while it runs. */
  readonly work: string
  readonly signal: AbortSignal
  /** From 0 to 1, by files and bytes of all that was listed; and how many those were. */
  readonly progress: (done: number, scanned: { readonly files: number; readonly bytes: number }) => void
}

/** Lists what the areas hold, has the engine look into each of it, and tells what was found and what was passed over. */
export async function runScan({
  areas,
  path,
  engine,
  volumes,
  work,
  signal,
  progress,
}: ScanOptions): Promise<ScanReport> {
  const startedAt = nowSeconds()
  const tally = createTally(areas)
  const start = areas.includes('path') ? await resolvePath(path ?? '') : undefined
  const list = await writeScanList(
    join(work, 'items.list'),
    listItems(areas, start, { volumes, work, signal, note: tally.note }, tally),
  )
  let done = 0
  const scanned = { files: 0, bytes: 0 }
  for await (const verdict of engine.scan(list, { work, signal })) {
    const { item } = verdict
    if (verdict.outcome === 'skipped') tally.skipped({ ...item, reason: verdict.reason })
    else {
      tally.scanned(item)
      scanned.files += 1
      scanned.bytes += item.size
    }
    if (verdict.outcome === 'found') {
      const sha256 = await hashItem(item, signal)
      tally.found(item, { signature: verdict.signature, engine: engineName, ...(sha256 && { sha256 }) })
    }
    done += weightOf(item)
    progress(done / list.weight, scanned)
  }
  return { v: 1, started_at: startedAt, ended_at: nowSeconds(), engine: engine.facts, ...tally.totals() }
}

async function* listItems(
  areas: readonly ScanArea[],
  start: BytePath | undefined,
  tools: AreaTools,
  tally: Tally,
): AsyncGenerator<ScanItem> {
  for (const area of areas) {
    if (area === 'path' && start === undefined) continue
    for await (const listed of area === 'path' ? listPath(start!, tools) : listArea(area, tools)) {
      tools.signal.throwIfAborted()
      if (isSkipped(listed)) tally.skipped(listed)
      else yield listed
    }
  }
}

function nowSeconds(): number {
  return Math.floor(Date.now() / 1000)
}
