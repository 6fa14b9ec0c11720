import type { Result } from '@muster/core/agent/messages.ts'
import type { EndResult } from '../journal/entries.ts'
import type { Journal } from '../journal/journal.ts'
import type { Log } from '../log.ts'

/** How commands ended, also where the disk does not take it yet: those are kept here until it does. */
export interface Results {
  get(id: string): EndResult | undefined
  /** Writes it down, now or later. Returns the result that stays: of two of one command the first. */
  keep(id: string, result: EndResult): EndResult
  /** Tries again where it is not on the disk; returns whether it is now. */
  ensureWritten(id: string): boolean
  /** The commands whose results are not on the disk. */
  unwritten(): readonly string[]
  /** Tries again to write down what is not. */
  retry(): void
}

export function createResults(journal: Journal, log: Log, now: () => number): Results {
  const kept = new Map<string, { readonly at: number; readonly result: EndResult }>()

  function write(id: string): boolean {
    const entry = kept.get(id)
    if (entry === undefined) return journal.get(id)?.result !== undefined
    try {
      journal.append({ entry: 'ended', id, ...entry })
      kept.delete(id)
      return true
    } catch (error) {
      log.error('cannot write down how a command ended; will try again', { id, error: (error as Error).message })
      return false
    }
  }

  const get = (id: string) => journal.get(id)?.result ?? kept.get(id)?.result
  return {
    get,
    keep(id, result) {
      const before = get(id)
      if (before !== undefined) return before
      kept.set(id, { at: now(), result })
      write(id)
      return result
    },
    ensureWritten: write,
    unwritten: () => [...kept.keys()],
    retry() {
      for (const id of [...kept.keys()]) write(id)
    },
  }
}

export function toMessage(id: string, result: EndResult): Result {
  return { type: 'result', command_id: id, ...result }
}
