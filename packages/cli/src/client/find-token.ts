import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { exitCodes, Failure } from '../failure.ts'
import { defaultDataDirectory } from './data-directory.ts'

/**
 * `--token`, else MUSTER_TOKEN, else the operator token that a server on this machine left for its user.
 * @throws Failure that says all three ways
 */
export function findToken(given: string | undefined, environment: NodeJS.ProcessEnv): string {
  const said = given ?? environment.MUSTER_TOKEN
  if (said) return said
  const file = join(defaultDataDirectory(environment), 'operator.token')
  try {
    const token = readFileSync(file, 'utf8').trim()
    if (token) return token
    throw new Error('it is empty')
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    const why = code === 'ENOENT' ? 'is not there' : code === 'EACCES' ? 'is not yours to read' : `(${message})`
    throw new Failure(
      exitCodes.noAccess,
      `No access token: ${file} ${why}. Run this as the user that runs the server, or set MUSTER_DATA_DIR to its data ` +
        'directory, or give --token or MUSTER_TOKEN.',
    )
  }
}
