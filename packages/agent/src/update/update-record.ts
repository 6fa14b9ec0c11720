import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { ReleaseOffer, ReleaseOutcome } from '@muster/core/agent/releases.ts'
import { type Static, Type } from 'typebox'
import { Value } from 'typebox/value'
import type { StateDirectory } from '../state/state-directory.ts'
import { writeFileDurably } from '../state/write-file.ts'

const Taken = Type.Object({
  release: ReleaseOffer,
  /** The installed file's version when the release was taken: a younger installed file wins. */
  installed_version: Type.String(),
})

/**
 * Which program runs. The record is replaced in one step, and names the file of each release by its id: after a crash
 * there is the old program or the new one.
 *
 * `trial`: from the moment a release is taken. Each start counts. The first connection that the server welcomes makes
 * it `confirmed`; a start that finds all its attempts used, or one that takes too long, goes back to `previous`.
 */
const UpdateRecord = Type.Object({
  /** Null: the installed file runs. */
  current: Type.Union([
    Type.Null(),
    Type.Object({
      ...Taken.properties,
      from_version: Type.String(),
      phase: Type.Enum(['trial', 'confirmed']),
      starts: Type.Integer({ minimum: 0 }),
    }),
  ]),
  /** Kept until the next update; null: the installed file. */
  previous: Type.Union([Type.Null(), Taken]),
  /** Releases that did not work here: not tried again. */
  failed: Type.Array(Type.String()),
  /** What the server has not been told yet. */
  outcomes: Type.Array(Type.Object({ release_id: Type.String(), ...ReleaseOutcome.properties })),
})
export type UpdateRecord = Static<typeof UpdateRecord>

const nothing: UpdateRecord = { current: null, previous: null, failed: [], outcomes: [] }

export interface ProgramFiles {
  readonly directory: string
  readonly download: string
  of(release: ReleaseOffer): string
  read(): UpdateRecord
  write(record: UpdateRecord): void
  /** Removes what the record does not name. */
  tidy(): void
}

export function openProgramFiles(state: Pick<StateDirectory, 'file'>): ProgramFiles {
  const directory = state.file('program')
  const record = join(directory, 'update.json')
  const name = ({ version, release_id }: ReleaseOffer) => `muster-agent-${version}-${release_id}`
  const files: ProgramFiles = {
    directory,
    download: join(directory, 'download.part'),
    of: (release) => join(directory, name(release)),
    read() {
      if (!existsSync(record)) return nothing
      const value = parse(readFileSync(record, 'utf8'))
      // Damaged: the installed file always works.
      return Value.Check(UpdateRecord, value) ? value : nothing
    },
    write(value) {
      mkdirSync(directory, { recursive: true, mode: 0o700 })
      writeFileDurably(record, `${JSON.stringify(value, undefined, 2)}\n`)
    },
    tidy() {
      const { current, previous } = files.read()
      const kept = [current, previous].flatMap((taken) => (taken === null ? [] : name(taken.release)))
      for (const entry of existsSync(directory) ? readdirSync(directory) : []) {
        if (entry.startsWith('muster-agent-') && !kept.includes(entry)) rmSync(join(directory, entry), { force: true })
      }
    },
  }
  return files
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
