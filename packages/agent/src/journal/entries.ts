import { crc32 } from 'node:zlib'
import type { Result } from '@muster/core/agent/messages.ts'

/** What the journal records, one line each. */
export type JournalEntry =
  | {
      readonly entry: 'accepted'
      readonly id: string
      readonly at: number
      readonly action_id: string
      readonly type: string
      readonly params: Readonly<Record<string, unknown>>
      /** Unix seconds; until then the command may be offered again. */
      readonly expires_at: number
      /** Seconds from acceptance; what ends later is kept nowhere. */
      readonly finish_within?: number
    }
  | { readonly entry: 'started'; readonly id: string; readonly at: number }
  /** Something the handler must find again after a restart. */
  | { readonly entry: 'note'; readonly id: string; readonly note: Readonly<Record<string, unknown>> }
  | { readonly entry: 'ended'; readonly id: string; readonly at: number; readonly result: EndResult }
  | { readonly entry: 'stored'; readonly id: string }

export type EndResult = Omit<Result, 'type' | 'command_id'>

/** A command as the journal knows it. */
export interface JournalCommand {
  readonly id: string
  readonly at: number
  readonly action_id: string
  readonly type: string
  readonly params: Readonly<Record<string, unknown>>
  readonly expires_at: number
  readonly finish_within?: number
  readonly started: boolean
  readonly note?: Readonly<Record<string, unknown>>
  readonly result?: EndResult
  /** The server has the result for good. */
  readonly stored: boolean
}

/** A cancelled command that never came keeps its id as long as the longest one could still be offered. */
const cancelledKeptSeconds = 30 * 24 * 3600

export function applyEntry(commands: Map<string, JournalCommand>, entry: JournalEntry): void {
  const known = commands.get(entry.id)
  switch (entry.entry) {
    case 'accepted': {
      const { entry: _, ...command } = entry
      if (known === undefined) commands.set(entry.id, { ...command, started: false, stored: false })
      return
    }
    case 'started':
      if (known) commands.set(entry.id, { ...known, started: true })
      return
    case 'note':
      if (known) commands.set(entry.id, { ...known, note: entry.note })
      return
    case 'ended':
      if (known?.result === undefined) {
        commands.set(entry.id, { ...(known ?? cancelledUnseen(entry.id, entry.at)), result: entry.result })
      }
      return
    case 'stored':
      if (known) commands.set(entry.id, { ...withoutPersonalData(known), stored: true })
  }
}

/**
 * What a person answered is kept until the server has it for good: the next rewriting of the file, at the latest the
 * next start, leaves it out.
 */
function withoutPersonalData(command: JournalCommand): JournalCommand {
  const { data, ...result } = command.result ?? {}
  return data?.identity === undefined ? command : { ...command, result: result as EndResult }
}

/** A line of the file as others may see it. */
export function withoutPersonalLine(line: string): string {
  if (!line.includes('"identity"')) return line
  const entry = fromLine(line)
  if (entry === undefined) return 'a damaged line was left out'
  if (entry.entry !== 'ended' || entry.result.data?.identity === undefined) return line
  const { data: _, ...result } = entry.result
  return toLine({ ...entry, result }).trimEnd()
}

/** The entries that make a command as it is. */
export function entriesOf(command: JournalCommand): JournalEntry[] {
  const { id, at, action_id, type, params, expires_at, finish_within, started, note, result, stored } = command
  return [
    { entry: 'accepted', id, at, action_id, type, params, expires_at, ...(finish_within && { finish_within }) },
    ...(started ? [{ entry: 'started', id, at } as const] : []),
    ...(note ? [{ entry: 'note', id, note } as const] : []),
    ...(result ? [{ entry: 'ended', id, at, result } as const] : []),
    ...(stored ? [{ entry: 'stored', id } as const] : []),
  ]
}

function cancelledUnseen(id: string, at: number): JournalCommand {
  const expires_at = at + cancelledKeptSeconds
  return { id, at, action_id: '', type: '', params: {}, expires_at, started: false, stored: false }
}

/** A line carries its checksum, so that a torn or damaged one is told from a whole one. */
export function toLine(entry: JournalEntry): string {
  const text = JSON.stringify(entry)
  return `${crc32(text).toString(16).padStart(8, '0')} ${text}\n`
}

/** Undefined for a line that is not whole. */
export function fromLine(line: string): JournalEntry | undefined {
  const text = line.slice(9)
  if (line[8] !== ' ' || crc32(text).toString(16).padStart(8, '0') !== line.slice(0, 8)) return undefined
  return JSON.parse(text) as JournalEntry
}
