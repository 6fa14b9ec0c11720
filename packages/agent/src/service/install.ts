import { chmodSync, copyFileSync, existsSync, mkdirSync, realpathSync, renameSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { openStateDirectory } from '../state/state-directory.ts'
import { findRunningProgram } from '../update/running-program.ts'
import { agentVersion } from '../version.ts'
import { findServiceManager } from './find-service-manager.ts'
import { type InstallRecord, writeInstallRecord } from './install-record.ts'
import { requireRights } from './require-rights.ts'

export interface InstallOptions {
  readonly stateDir: string
  readonly program?: string | undefined
  readonly start: boolean
}

/**
 * Copies this program to where programs lie and has the service manager keep it running. Twice is the same as once; a
 * younger program installs itself over an older one. @throws with the remedy
 */
export function install(options: InstallOptions): InstallRecord {
  const running = findRunningProgram()
  if (running === undefined) {
    throw new Error(
      'This agent runs from source. Only the packaged one, which is a single file, installs itself: npm run package -- agent',
    )
  }
  requireRights('install')
  const manager = findServiceManager()
  const obstacle = manager.findObstacle(options)
  if (obstacle !== undefined) throw new Error(obstacle)
  const program = resolve(options.program ?? manager.programPath)
  const state = openStateDirectory(options.stateDir)
  putProgram(running.installedPath, program)
  const record: InstallRecord = {
    manager: manager.name,
    program,
    definition: manager.definition,
    version: agentVersion,
    installed_at: new Date().toISOString(),
  }
  // Before the service: whatever fails after this can be undone.
  writeInstallRecord(state, record)
  manager.add({ program, stateDirectory: state.path, user: undefined }, options)
  return record
}

/** Beside it first: what runs keeps its file, and there is no half one. */
function putProgram(from: string, to: string): void {
  if (existsSync(to) && realpathSync(from) === realpathSync(to)) return
  mkdirSync(dirname(to), { recursive: true })
  const fresh = `${to}.new`
  copyFileSync(from, fresh)
  chmodSync(fresh, 0o755)
  renameSync(fresh, to)
}
