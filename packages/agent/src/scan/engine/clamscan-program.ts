import { constants } from 'node:fs'
import { access, readdir, readFile } from 'node:fs/promises'
import { delimiter, join } from 'node:path'

export interface ClamscanProgram {
  readonly path: string
  /** Where its signatures are, where it must be told. */
  readonly database?: string
}

const configurations = [
  '/etc/clamav/freshclam.conf',
  '/etc/freshclam.conf',
  '/usr/local/etc/clamav/freshclam.conf',
  '/opt/homebrew/etc/clamav/freshclam.conf',
]
const usualDatabase = '/var/lib/clamav'
const usualPrograms = ['/usr/bin', '/usr/local/bin', '/opt/homebrew/bin', 'C:\\Program Files\\ClamAV']

/**
 * A clamscan with signatures, if there is one: `MUSTER_AGENT_CLAMSCAN` (a path, or `none`), else on the PATH or in the
 * usual places. `MUSTER_AGENT_CLAMAV_DATABASE` names the directory of its signatures. Without signatures it is of no use.
 */
export async function findClamscan(environment: NodeJS.ProcessEnv = process.env): Promise<ClamscanProgram | undefined> {
  const named = environment.MUSTER_AGENT_CLAMSCAN
  if (named === 'none') return undefined
  const path = await firstExecutable(named ? [named] : candidates(environment))
  if (path === undefined) return undefined
  const database = environment.MUSTER_AGENT_CLAMAV_DATABASE || undefined
  if (!(await hasSignatures(database ?? (await configuredDatabase()), database === undefined))) return undefined
  return database === undefined ? { path } : { path, database }
}

function candidates({ PATH = '' }: NodeJS.ProcessEnv): string[] {
  const name = process.platform === 'win32' ? 'clamscan.exe' : 'clamscan'
  return [...PATH.split(delimiter).filter(Boolean), ...usualPrograms].map((directory) => join(directory, name))
}

async function firstExecutable(paths: readonly string[]): Promise<string | undefined> {
  for (const path of paths) {
    const found = await access(path, constants.X_OK).then(
      () => true,
      () => false,
    )
    if (found) return path
  }
  return undefined
}

async function configuredDatabase(): Promise<string> {
  for (const path of configurations) {
    const text = await readFile(path, 'utf8').catch(() => '')
    const directory = /^\s*DatabaseDirectory\s+(.+?)\s*$/m.exec(text)?.[1]
    if (directory !== undefined) return directory
  }
  return usualDatabase
}

/** Where we only guess the directory and there is none, clamscan may know better: it is asked when it scans. */
async function hasSignatures(directory: string, isGuess: boolean): Promise<boolean> {
  const names = await readdir(directory).catch(() => undefined)
  return names?.some((name) => /\.(c[vlu]d|[nhlm]db|[hm]sb|[nhlm]du|yara?|db)$/i.test(name)) ?? isGuess
}
