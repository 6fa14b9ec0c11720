import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import type { Log } from '../log.ts'
import { findServiceManager } from '../service/find-service-manager.ts'
import { type InstallRecord, readInstallRecord } from '../service/install-record.ts'
import { removeOwnFiles } from '../state/remove-own-files.ts'
import type { StateDirectory } from '../state/state-directory.ts'

/**
 * Where `muster-agent install` put this agent, hands all to the installed program's own `uninstall`, which outlives this
 * process and removes service, program and state; until it has, the record and the identity stay, and the next start
 * does it again. Elsewhere only what this agent keeps is its own to remove.
 * @throws where nobody takes it over
 */
export function removeInstallation(state: StateDirectory, log: Log): void {
  const record = findRecord(state, log)
  if (record === undefined) {
    removeOwnFiles(state)
    return
  }
  const words = ['uninstall', '--yes', '--purge', '--state-dir', state.path] as const
  // Inside of the service, whatever we start would end with it.
  if (findServiceManager().delegate?.([record.program, ...words])) return
  spawn(record.program, words, { detached: true, stdio: 'ignore', windowsHide: true })
    .on('error', (error) => log.error('the installation could not be undone', { problem: error.message }))
    .unref()
}

/** Undefined also for one that nobody can follow any more: better that the keys go alone than that nothing does. */
function findRecord(state: StateDirectory, log: Log): InstallRecord | undefined {
  try {
    const record = readInstallRecord(state)
    if (record === undefined || existsSync(record.program)) return record
    log.warn('the installed program is gone already: only the state is removed', { ...record })
  } catch (error) {
    log.warn('what was installed is not known any more', { problem: (error as Error).message })
  }
  return undefined
}
