import { chmodSync, existsSync, mkdirSync, readdirSync, statSync } from 'node:fs'
import { homedir } from 'node:os'
import { join, resolve } from 'node:path'

/** The files of one agent; the directory is its user's alone. */
export interface StateDirectory {
  readonly path: string
  readonly identity: string
  readonly pendingKey: string
  readonly journal: string
  readonly lock: string
  readonly status: string
  readonly logs: string
  readonly reports: string
  file(name: string): string
}

/** What a write that was cut off leaves beside a file. */
const cutOff = '((\\.\\d+)?\\.new)?'

/**
 * All that an agent ever puts into its state directory; whoever adds a file there adds its name here, or it outlives the
 * agent. Nothing else in the directory is the agent's to remove.
 */
export const ownNames = {
  files: new RegExp(
    `^((identity|status|install|look-for|to-mend)\\.json|(pending-key|device-key-[0-9a-f]+)\\.pem|journal\\.log|hardware-id|last-run)${cutOff}$|^agent\\.lock(\\.stale)?(\\.\\d+)?$`,
  ),
  /** What lies in them is files alone. */
  directories: [
    { name: /^logs$/, inside: /^agent(\.\d+)?\.log$/ },
    { name: /^reports$/, inside: new RegExp(`^[\\w-]+\\.(scan|json|zip)${cutOff}$`) },
    { name: /^program$/, inside: new RegExp(`^(muster-agent-.+|update\\.json${cutOff}|download\\.part(\\..+)?)$`) },
    { name: /^identify$/, inside: new RegExp(`^[\\w-]+\\.json${cutOff}$`) },
    { name: /^dhcp-renewal-\w{6}$/, inside: /./ },
  ],
} as const

/** `MUSTER_AGENT_STATE_DIR`, else `/var/lib/muster-agent` for root, else where the platform keeps a user's state. */
export function defaultStateDirectory(environment: NodeJS.ProcessEnv = process.env): string {
  if (environment.MUSTER_AGENT_STATE_DIR) return environment.MUSTER_AGENT_STATE_DIR
  if (process.getuid?.() === 0) return '/var/lib/muster-agent'
  const home = environment.HOME || homedir()
  if (process.platform === 'darwin') return join(home, 'Library', 'Application Support', 'muster-agent')
  if (process.platform === 'win32')
    return join(environment.LOCALAPPDATA || join(home, 'AppData', 'Local'), 'muster-agent')
  return join(environment.XDG_STATE_HOME || join(home, '.local', 'state'), 'muster-agent')
}

/** Where its files are, whether they are there or not: for a look that changes nothing. @throws where it has no name */
export function findStateDirectory(given: string): StateDirectory {
  // Most likely a variable that was not set; the working directory is not what was meant.
  if (given.trim() === '') throw new Error('The state directory has no name. Give --state-dir a directory.')
  const path = resolve(given)
  const file = (name: string) => join(path, name)
  return {
    path,
    file,
    identity: file('identity.json'),
    pendingKey: file('pending-key.pem'),
    journal: file('journal.log'),
    lock: file('agent.lock'),
    status: file('status.json'),
    logs: file('logs'),
    reports: file('reports'),
  }
}

/**
 * Makes it, and closes it to others. @throws where it is theirs as well: closing `/tmp`, or a home that a web server
 * reads, because somebody named it here, would break what has nothing to do with the agent
 */
export function openStateDirectory(given: string): StateDirectory {
  const state = findStateDirectory(given)
  refuseShared(state)
  for (const directory of [state.path, state.logs, state.reports]) {
    mkdirSync(directory, { recursive: true, mode: 0o700 })
    // An existing directory, or a umask, may have left it open to others.
    chmodSync(directory, 0o700)
  }
  return state
}

function refuseShared({ path, identity }: StateDirectory): void {
  const before = statSync(path, { throwIfNoEntry: false })
  if (before === undefined) return
  if (!before.isDirectory()) throw new Error(`${path} is no directory. Give --state-dir one that is the agent's alone.`)
  const isOpen = process.platform !== 'win32' && (before.mode & 0o077) !== 0
  if (!isOpen || existsSync(identity)) return
  const isOwn = (name: string) =>
    ownNames.files.test(name) || ownNames.directories.some((directory) => directory.name.test(name))
  if (readdirSync(path).every(isOwn)) return
  throw new Error(
    `${path} holds other things and is open to others. Give --state-dir one that is the agent's alone, such as ${join(path, 'muster-agent')}`,
  )
}
