import { homedir } from 'node:os'
import { join, resolve } from 'node:path'
import { makePassableDirectory } from './db/embedded-postgres/passable-directory.ts'

/**
 * Where a server keeps its data when nothing else is said: `MUSTER_DATA_DIR`, else `/var/lib/muster` for root,
 * else the place that the platform has for a user's application data.
 */
export function defaultDataDirectory(environment: NodeJS.ProcessEnv = process.env): string {
  if (environment.MUSTER_DATA_DIR) return resolve(environment.MUSTER_DATA_DIR)
  if (process.getuid?.() === 0) return '/var/lib/muster'
  const home = environment.HOME || homedir()
  if (process.platform === 'darwin') return join(home, 'Library', 'Application Support', 'muster')
  if (process.platform === 'win32') return join(environment.LOCALAPPDATA || join(home, 'AppData', 'Local'), 'muster')
  return join(environment.XDG_DATA_HOME || join(home, '.local', 'share'), 'muster')
}

/**
 * Makes the data directory when it is missing: private to its user; as root others may pass through it but not list
 * it, because the embedded PostgreSQL below it runs as an unprivileged user. Files in it carry their own modes.
 */
export const makeDataDirectory = makePassableDirectory
