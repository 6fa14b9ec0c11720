import { existsSync, rmSync } from 'node:fs'
import { retire } from '../retire.ts'
import { readIdentity } from '../state/identity.ts'
import { removeOwnFiles } from '../state/remove-own-files.ts'
import { findStateDirectory, type StateDirectory } from '../state/state-directory.ts'
import { findServiceManager } from './find-service-manager.ts'
import { readInstallRecord, removeInstallRecord } from './install-record.ts'
import { requireRights } from './require-rights.ts'

export interface UninstallOptions {
  readonly stateDir: string
  /** Also the state: key, journal, logs. */
  readonly purge: boolean
}

const debianList = '/var/lib/dpkg/info/muster-agent.list'

/** What happened, as sentences. */
export type Uninstalled = readonly string[]

/**
 * Undoes `install`: the service ends and goes, the server is told, the program goes. Twice is the same as once.
 * @throws with the remedy
 */
export async function uninstall(options: UninstallOptions): Promise<Uninstalled> {
  if (!existsSync(options.stateDir)) return [`Nothing is installed: there is no ${options.stateDir}.`]
  const state = findStateDirectory(options.stateDir)
  const record = readInstallRecord(state)
  if (record === undefined && existsSync(debianList)) {
    throw new Error('This agent came as a Debian package. Remove it with: apt-get purge muster-agent')
  }
  if (record === undefined && !options.purge) {
    return [`"muster-agent install" has installed nothing here. ${state.path} stays; --purge removes it.`]
  }
  const done: string[] = []
  if (record !== undefined) {
    requireRights('uninstall')
    const manager = findServiceManager()
    const words = ['uninstall', '--yes', '--state-dir', state.path, ...(options.purge ? ['--purge'] : [])]
    if (manager.delegate?.([record.program, ...words]))
      return ['The service manager goes on with it, outside of the service.']
    manager.remove()
    done.push(`The service is gone (${record.manager}).`)
  }
  done.push(...(await tellServer(state)))
  if (record !== undefined) {
    rmSync(record.program, { force: true })
    removeInstallRecord(state)
    done.push(`${record.program} is gone.`)
  }
  if (options.purge) {
    const isGone = removeOwnFiles(state)
    done.push(isGone ? `${state.path} is gone.` : `${state.path} holds what is not the agent's, and stays with it.`)
  } else done.push(`Its key, journal and logs stay in ${state.path}; --purge removes them too.`)
  return done
}

/** The machine's owner decides, whether the server can be reached or not. */
async function tellServer(state: StateDirectory): Promise<Uninstalled> {
  try {
    const identity = readIdentity(state)
    // One that the server ordered to go has told it so.
    if (identity === undefined || identity.retired || identity.uninstall?.confirmed_at) return []
    await retire(state)
    return ['The server knows that this device has no agent any more.']
  } catch (error) {
    return [`The server could not be told: ${(error as Error).message}`]
  }
}
