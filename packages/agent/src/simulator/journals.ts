import { closeSync, existsSync, mkdirSync, openSync, readFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { applyEntry, fromLine, type JournalCommand, type JournalEntry, toLine } from '../journal/entries.ts'
import { wholeLines } from './identities.ts'

export type AgentJournal = Map<string, JournalCommand>

/** The journals of a slice of the fleet: each agent's as a real one keeps it, with a directory all in one file. */
export interface JournalShelf {
  /** What an earlier run left; undefined where there is nothing. */
  find(index: number): AgentJournal | undefined
  append(index: number, journal: AgentJournal, entry: JournalEntry): void
  /** The agent enrolled anew: commands of the older enrolment never run on this one. */
  forget(index: number, journal: AgentJournal): void
  close(): void
}

/**
 * Written before it is acted upon, and not synchronised: it outlives `kill -9` of the simulator, not a power cut. A line
 * is the agent's number and what the real journal would have.
 */
export function openJournals(
  directory: string | undefined,
  slice: { readonly from: number; readonly to: number },
): JournalShelf {
  const journals = new Map<number, AgentJournal>()
  const path = directory === undefined ? undefined : join(directory, `journal-${slice.from}.log`)
  if (path !== undefined && existsSync(path)) readJournals(readFileSync(path, 'utf8'), journals)
  if (directory !== undefined) mkdirSync(directory, { recursive: true, mode: 0o700 })
  const file = path === undefined ? undefined : openSync(path, 'a', 0o600)
  const write = (line: string) => {
    if (file !== undefined) writeSync(file, line)
  }
  return {
    find: (index) => journals.get(index),
    append(index, journal, entry) {
      write(`${index} ${toLine(entry)}`)
      applyEntry(journal, entry)
    },
    forget(index, journal) {
      write(`${index} forget\n`)
      journal.clear()
    },
    close() {
      if (file !== undefined) closeSync(file)
    },
  }
}

function readJournals(text: string, journals: Map<number, AgentJournal>): void {
  for (const line of wholeLines(text)) {
    const space = line.indexOf(' ')
    const index = Number(line.slice(0, space))
    const rest = line.slice(space + 1)
    if (rest === 'forget') {
      journals.delete(index)
      continue
    }
    const entry = fromLine(rest)
    if (entry === undefined) continue
    const journal = journals.get(index) ?? new Map()
    journals.set(index, journal)
    applyEntry(journal, entry)
  }
}
