import { chainStart, type ExportedEntry, toHex, verifyEntry } from '@muster/core/audit/hash-chain.ts'
import { readLines } from './read-lines.ts'
import { sha256 } from './sha256.ts'

export type ExportCheck =
  | { readonly ok: true; readonly entries: number; readonly head: string }
  | { readonly ok: false; readonly line: number; readonly sequence: number; readonly problem: string }

/**
 * Goes through an export line by line, in whatever memory one line needs. Every byte counts: an entry must be
 * written exactly as an export writes it.
 */
export async function verifyExport(chunks: AsyncIterable<Uint8Array>): Promise<ExportCheck> {
  let previous = { sequence: 0, hash: chainStart as Uint8Array }
  for await (const { number, text, ended } of readLines(chunks)) {
    const wrong = (problem: string) => ({ ok: false, line: number, sequence: previous.sequence + 1, problem }) as const
    const entry = text === undefined ? undefined : parseEntry(text)
    if (entry === undefined) return wrong('this is not an entry as an export writes it')
    if (!ended) return wrong('the line does not end; the export was cut off')
    const next = verifyEntry(previous, entry, sha256)
    if ('problem' in next) return wrong(next.problem)
    previous = next
  }
  return { ok: true, entries: previous.sequence, head: toHex(previous.hash) }
}

function parseEntry(text: string): ExportedEntry | undefined {
  try {
    const { sequence, content, hash } = JSON.parse(text) as ExportedEntry
    return JSON.stringify({ sequence, content, hash }) === text ? { sequence, content, hash } : undefined
  } catch {
    return undefined
  }
}
