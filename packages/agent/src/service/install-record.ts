import { existsSync, readFileSync, rmSync } from 'node:fs'
import { type Static, Type } from 'typebox'
import { Value } from 'typebox/value'
import type { StateDirectory } from '../state/state-directory.ts'
import { writeFileDurably } from '../state/write-file.ts'

/** What `muster-agent install` did; where it lies, `muster-agent uninstall` can undo it. */
export const InstallRecord = Type.Object({
  manager: Type.Enum(['systemd', 'launchd', 'task-scheduler']),
  /** The copy of the program that the service manager starts. */
  program: Type.String(),
  /** The service manager's own file, where it has one. */
  definition: Type.Union([Type.String(), Type.Null()]),
  version: Type.String(),
  installed_at: Type.String(),
})
export type InstallRecord = Static<typeof InstallRecord>

const fileName = 'install.json'

export function readInstallRecord(state: Pick<StateDirectory, 'file'>): InstallRecord | undefined {
  const path = state.file(fileName)
  if (!existsSync(path)) return undefined
  const value: unknown = JSON.parse(readFileSync(path, 'utf8'))
  if (Value.Check(InstallRecord, value)) return value
  throw new Error(`${path} is damaged. Install the agent again (muster-agent install), then uninstall it.`)
}

export function writeInstallRecord(state: Pick<StateDirectory, 'file'>, record: InstallRecord): void {
  writeFileDurably(state.file(fileName), `${JSON.stringify(record, undefined, 2)}\n`)
}

export function removeInstallRecord(state: Pick<StateDirectory, 'file'>): void {
  rmSync(state.file(fileName), { force: true })
}
