import { spawn } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, rmdirSync, rmSync } from 'node:fs'
import { basename } from 'node:path'
import { type Static, Type } from 'typebox'
import { Value } from 'typebox/value'
import type { StateDirectory } from '../state/state-directory.ts'

/** What `muster-agent install` leaves in the state directory, as `install.json`: how to undo it. */
const InstallRecord = Type.Object({
  /** Program and words that remove the service or the package. */
  uninstall: Type.Array(Type.String(), { minItems: 1 }),
})

/**
 * Removes what this agent keeps: keys, journal, reports and logs first, its identity last, so that one that is killed in
 * between knows at its next start what it was doing. What installed it is undone by a process of its own, which outlives
 * this one.
 */
export function removeInstallation(state: StateDirectory): void {
  const record = readInstallRecord(state)
  const last = basename(state.identity)
  for (const name of readdirSync(state.path)) {
    if (name !== last) rmSync(state.file(name), { recursive: true, force: true })
  }
  if (record !== undefined) {
    const [program, ...words] = record.uninstall as [string, ...string[]]
    spawn(program, words, { detached: true, stdio: 'ignore' })
      // The state is gone either way; what is left is a program that refuses to run.
      .on('error', () => undefined)
      .unref()
  }
  rmSync(state.identity, { force: true })
  try {
    rmdirSync(state.path)
  } catch {
    // Not empty, or its parent is not ours to write: an empty directory harms nobody.
  }
}

function readInstallRecord(state: StateDirectory): Static<typeof InstallRecord> | undefined {
  const path = state.file('install.json')
  if (!existsSync(path)) return undefined
  try {
    const record: unknown = JSON.parse(readFileSync(path, 'utf8'))
    return Value.Check(InstallRecord, record) ? record : undefined
  } catch {
    return undefined
  }
}
