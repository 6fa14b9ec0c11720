import { homedir } from 'node:os'
import { join, resolve } from 'node:path'

/** Where a server on this machine keeps its data: the same rule as the server's own (a test compares them). */
export function defaultDataDirectory(environment: NodeJS.ProcessEnv): string {
  if (environment.MUSTER_DATA_DIR) return resolve(environment.MUSTER_DATA_DIR)
  if (process.getuid?.() === 0) return '/var/lib/muster'
  const home = environment.HOME || homedir()
  if (process.platform === 'darwin') return join(home, 'Library', 'Application Support', 'muster')
  if (process.platform === 'win32') return join(environment.LOCALAPPDATA || join(home, 'AppData', 'Local'), 'muster')
  return join(environment.XDG_DATA_HOME || join(home, '.local', 'share'), 'muster')
}
