import { createReadStream, createWriteStream } from 'node:fs'
import { createInterface } from 'node:readline'
import { pipeline } from 'node:stream/promises'
import type { ScanItem } from './scan-item.ts'

/**
 * The items of a scan, in a file: a volume has millions, and the agent's memory should not grow with them. Knowing all
 * of them before the first is scanned makes the progress a measurement instead of a guess.
 */
export interface ScanList {
  readonly items: number
  /** Sum of the items' weights. */
  readonly weight: number
  /** In the order in which they were written, without the first so many. */
  read(skip?: number): AsyncGenerator<ScanItem>
}

/** Larger files are not looked into; ClamAV cannot. */
export const fileMebibytesMax = 2000

/** To open one costs as much as to read a page. */
const openingWeight = 4096

export function weightOf({ size }: ScanItem): number {
  return openingWeight + (size > fileMebibytesMax * 1024 * 1024 ? 0 : size)
}

export async function writeScanList(path: string, items: AsyncIterable<ScanItem>): Promise<ScanList> {
  let count = 0
  let weight = 0
  await pipeline(
    async function* () {
      for await (const item of items) {
        count += 1
        weight += weightOf(item)
        yield `${JSON.stringify(item)}\n`
      }
    },
    createWriteStream(path, { mode: 0o600 }),
  )
  return { items: count, weight, read: (skip = 0) => readItems(path, skip) }
}

async function* readItems(path: string, skip: number): AsyncGenerator<ScanItem> {
  const input = createReadStream(path)
  try {
    let index = 0
    for await (const line of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
      if (index >= skip) yield JSON.parse(line) as ScanItem
      index += 1
    }
  } finally {
    input.destroy()
  }
}
