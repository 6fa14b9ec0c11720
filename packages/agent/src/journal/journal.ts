import { closeSync, fstatSync, fsyncSync, ftruncateSync, openSync, readFileSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'
import { replaceFile, syncDirectory } from '../state/write-file.ts'
import { applyEntry, entriesOf, fromLine, type JournalCommand, type JournalEntry, toLine } from './entries.ts'

/**
 * What makes an effect happen once: every command from acceptance to the server's receipt, by its id. An entry is on
 * the disk before `append` returns; where it throws, such as on a full disk, nothing has changed.
 */
export interface Journal {
  get(id: string): JournalCommand | undefined
  all(): Iterable<JournalCommand>
  append(entry: JournalEntry): void
  close(): void
  /** Lines that could not be read when it was opened: one, torn, after a power cut. */
  readonly damagedLines: number
  /** Why the file could not be rewritten when it was opened, such as a full disk: it is written on, while it can be. */
  readonly problem: string | undefined
}

/** Kept beyond its expiry by this much, for clocks that differ. */
const marginSeconds = 24 * 3600
const compactAfterEntries = 5000

export function openJournal(path: string, now: () => number): Journal {
  const commands = new Map<string, JournalCommand>()
  const damagedLines = readLines(path, commands)
  let problem: string | undefined
  let file: number | undefined = open()
  syncDirectory(dirname(path))
  let appended = 0

  /** A start on a full disk is one all the same: the longer file says the same. */
  function open(): number {
    try {
      return compact(path, commands, now())
    } catch (error) {
      problem = (error as Error).message
      return openAsItIs(path)
    }
  }

  function compactLater(open: number): void {
    appended = 0
    try {
      file = compact(path, commands, now())
      closeSync(open)
      syncDirectory(dirname(path))
    } catch {
      // The longer file says the same: it is written on, and rewritten after as many entries again.
    }
  }

  return {
    damagedLines,
    problem,
    get: (id) => commands.get(id),
    all: () => commands.values(),
    append(entry) {
      // Its number may be another file's by now.
      if (file === undefined) throw new Error('the journal is closed')
      const line = Buffer.from(toLine(entry))
      const { size } = fstatSync(file)
      try {
        for (let written = 0; written < line.length; ) written += writeSync(file, line, written)
        fsyncSync(file)
      } catch (error) {
        // Half a line, of a full disk, would spoil the next one.
        ftruncateSync(file, size)
        throw error
      }
      applyEntry(commands, entry)
      appended += 1
      if (appended >= compactAfterEntries) compactLater(file)
    },
    close() {
      if (file !== undefined) closeSync(file)
      file = undefined
    },
  }
}

/** For a look from outside, while an agent may be writing. */
export function readJournal(path: string): JournalCommand[] {
  const commands = new Map<string, JournalCommand>()
  readLines(path, commands)
  return [...commands.values()]
}

function readLines(path: string, commands: Map<string, JournalCommand>): number {
  const lines = readIfThere(path).split('\n')
  // What follows the last end of line was cut off while it was written; it was never acknowledged.
  let damaged = lines.pop() === '' ? 0 : 1
  for (const line of lines) {
    const entry = fromLine(line)
    if (entry === undefined) damaged += 1
    else applyEntry(commands, entry)
  }
  return damaged
}

/** Rewrites the file without what nobody can ask for any more, and opens it for appending. */
function compact(path: string, commands: Map<string, JournalCommand>, now: number): number {
  for (const command of commands.values()) {
    if (command.stored && command.expires_at + marginSeconds < now) commands.delete(command.id)
  }
  return replaceFile(path, [...commands.values()].flatMap(entriesOf).map(toLine).join(''))
}

/** Half a line at the end, of a power cut, would spoil the next one. */
function openAsItIs(path: string): number {
  const file = openSync(path, 'a', 0o600)
  // In bytes: a damaged line may be no text at all.
  const end = readFileSync(path).lastIndexOf('\n') + 1
  if (end < fstatSync(file).size) ftruncateSync(file, end)
  return file
}

function readIfThere(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return ''
    throw error
  }
}
