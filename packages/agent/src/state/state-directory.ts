import { chmodSync, mkdirSync } from 'node:fs'
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

export function openStateDirectory(given: string): StateDirectory {
  const path = resolve(given)
  const file = (name: string) => join(path, name)
  for (const directory of [path, file('logs'), file('reports')]) {
    mkdirSync(directory, { recursive: true, mode: 0o700 })
    // An existing directory, or a umask, may have left it open to others.
    chmodSync(directory, 0o700)
  }
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
