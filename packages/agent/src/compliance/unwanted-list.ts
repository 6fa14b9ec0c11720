import { readFileSync } from 'node:fs'
import type { StateDirectory } from '../state/state-directory.ts'
import { writeFileDurably } from '../state/write-file.ts'

const fileName = 'look-for.json'

/** What the server asked to look for last; kept, so that a restart does not look for nothing. */
export function readUnwantedList(state: StateDirectory): string[] {
  try {
    const read: unknown = JSON.parse(readFileSync(state.file(fileName), 'utf8'))
    return Array.isArray(read) ? read.filter((name) => typeof name === 'string') : []
  } catch {
    return []
  }
}

export function keepUnwantedList(state: StateDirectory, software: readonly string[]): void {
  writeFileDurably(state.file(fileName), JSON.stringify(software))
}
