import type { BytePath } from '../byte-path.ts'
import type { ScanItem, Verdict } from '../scan-item.ts'
import { whyMissing } from '../why-missing.ts'
import { readOutcome } from './signature-outcome.ts'

export interface NamedItem {
  readonly item: ScanItem
  readonly name: BytePath
}

/** How far a line may be ahead of the items that clamscan passed over in silence. */
const aheadMax = 64

/**
 * Brings clamscan's lines (`name: OK`, `name: Signature FOUND`) together with the items of its list. It writes nothing to
 * its output for what it could not open; such items get the reason that the file system gives. Items beyond the last
 * line are left.
 */
export async function* matchVerdicts(
  items: AsyncIterator<NamedItem>,
  lines: AsyncIterable<string>,
  left: NamedItem[],
): AsyncGenerator<Verdict> {
  for await (const line of lines) {
    for (;;) {
      await fill(left, items)
      const index = left.findIndex(({ name }) => outcomeFor(name, line) !== undefined)
      if (index >= 0) {
        for (const { item } of left.splice(0, index)) yield await missing(item)
        const { item, name } = left.shift()!
        yield { item, ...outcomeFor(name, line)! }
        break
      }
      // None of the next: many files vanished at once, or the line is none of ours.
      const gone = left[0] && (await whyMissing(left[0].item))
      if (gone === undefined) break
      yield { item: left.shift()!.item, outcome: 'skipped', reason: gone }
    }
  }
}

/** An item that is there and got no line is one that the engine could not do. */
export async function missing(item: ScanItem): Promise<Verdict> {
  return { item, outcome: 'skipped', reason: (await whyMissing(item)) ?? 'engine_error' }
}

function outcomeFor(name: BytePath, line: string) {
  return line.startsWith(`${name}: `) ? readOutcome(line.slice(name.length + 2)) : undefined
}

async function fill(left: NamedItem[], items: AsyncIterator<NamedItem>): Promise<void> {
  while (left.length < aheadMax) {
    const next = await items.next()
    if (next.done) return
    left.push(next.value)
  }
}
